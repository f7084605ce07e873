package dev.carousel.interop.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.Floats;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.recurrence.ActivationFunction;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every combination of the attributes and optional inputs of the standard's recurrent operators, by
 * name, beside ONNX Runtime. Their numbers are in {@link RecurrenceTest} and {@code
 * OnnxRuntimeAgreementTest}, here each is there or is not.
 */
class AttributeCombinationsTest {
  private static final int STEPS = 4;
  private static final int BATCH = 3;
  private static final int INPUTS = 2;
  private static final int UNITS = 5;

  private static final List<String> DIRECTIONS = List.of("forward", "reverse", "bidirectional");

  /** What every operator can have; W, R, X and the number of units are always there. */
  private static final List<String> OF_ALL =
      List.of("activations", "clip", "B", "sequence_lens", "initial_h");

  private static final Map<String, List<String>> OF_OPERATOR =
      Map.of(
          "RNN", List.of(),
          "GRU", List.of("linear_before_reset"),
          "LSTM", List.of("input_forget", "initial_c", "P"));

  /**
   * A node's attributes and optional inputs.
   *
   * @param operator RNN, GRU or LSTM
   * @param direction the attribute
   * @param parts the names of those that it has
   */
  record Combination(String operator, String direction, Set<String> parts) {
    @Override
    public String toString() {
      return operator + " " + direction + (parts.isEmpty() ? "" : " " + String.join(" ", parts));
    }

    boolean has(String part) {
      return parts.contains(part);
    }

    int gates() {
      return operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1;
    }

    int directions() {
      return direction.equals("bidirectional") ? 2 : 1;
    }

    /**
     * A model of the node.
     *
     * @param hiddenSize whether the attribute is there, which says what R says
     * @param sequencesFirst whether the layout is 1
     */
    OneNode node(boolean hiddenSize, boolean sequencesFirst) {
      OneNode node = new OneNode(operator).attribute("direction", new StringValue(direction));
      if (hiddenSize) {
        node.attribute("hidden_size", UNITS);
      }
      if (sequencesFirst) {
        node.attribute("layout", 1);
      }
      attributes(node);
      int rows = gates() * UNITS;
      node.input(inLayout(numbers("X", 6, STEPS, BATCH, INPUTS), sequencesFirst))
          .constant(numbers("W", 1, directions(), rows, INPUTS))
          .constant(numbers("R", 0.5, directions(), rows, UNITS));
      if (has("B")) {
        node.constant(numbers("B", 1, directions(), 2 * rows));
      } else {
        node.without();
      }
      if (has("sequence_lens")) {
        node.input(new Integers(ElementType.INT32, Shape.of(BATCH), 2, STEPS, 1));
      } else {
        node.without();
      }
      List<String> states =
          operator.equals("LSTM") ? List.of("initial_h", "initial_c") : List.of("initial_h");
      for (String state : states) {
        if (has(state)) {
          node.input(inLayout(numbers(state, 1, directions(), BATCH, UNITS), sequencesFirst));
        } else {
          node.without();
        }
      }
      if (has("P")) {
        node.constant(numbers("P", 1, directions(), 3 * UNITS));
      }
      for (int output = 0; output <= states.size(); output++) {
        node.output(ElementType.FLOAT);
      }
      return node;
    }

    private void attributes(OneNode node) {
      if (has("clip")) {
        // Beyond what a cell state reaches from 1 in four steps, since ONNX Runtime does not clip
        // the argument of h; gates saturate later, and the inputs drive them beyond.
        node.attribute("clip", operator.equals("LSTM") ? 1.5f + STEPS : 0.75f);
      }
      for (String part : List.of("input_forget", "linear_before_reset")) {
        if (has(part)) {
          node.attribute(part, 1);
        }
      }
      if (has("activations")) {
        List<String> names =
            switch (operator) {
              case "LSTM" -> List.of("HardSigmoid", "Softsign", "LeakyRelu");
              case "GRU" -> List.of("HardSigmoid", "LeakyRelu");
              default -> List.of("LeakyRelu");
            };
        node.attribute("activations", new Strings(repeated(names)));
        List<Float> alphas = names.size() == 1 ? List.of(0.25f) : List.of(0.05f, 0.25f);
        node.attribute("activation_alpha", new Floats(repeated(alphas)));
        if (names.size() > 1) {
          node.attribute("activation_beta", new Floats(repeated(List.of(0.375f))));
        }
      }
    }

    /** The list once a direction. */
    private <T> List<T> repeated(List<T> list) {
      return Collections.nCopies(directions(), list).stream().flatMap(List::stream).toList();
    }

    Combination with(String part) {
      Set<String> more = new LinkedHashSet<>(parts);
      more.add(part);
      return new Combination(operator, direction, more);
    }
  }

  /** The same numbers for the same name, each at most as large as said. */
  private static Value.Floats numbers(String name, double largest, int... sizes) {
    Shape shape = Shape.of(sizes);
    Random random = new Random(name.hashCode());
    float[] elements = new float[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (largest * (2 * random.nextDouble() - 1));
    }
    return new Value.Floats(shape, elements);
  }

  private static Value inLayout(Value value, boolean sequencesFirst) {
    return sequencesFirst ? permuted(value, 1, 0, 2) : value;
  }

  private static Value permuted(Value value, int... axes) {
    return View.of(value.shape()).transposed(axes).copy(value, new Budget(OnnxLimits.usual()));
  }

  private static List<String> parts(String operator) {
    return Stream.concat(OF_ALL.stream(), OF_OPERATOR.get(operator).stream()).toList();
  }

  static List<Combination> combinations() {
    List<Combination> all = new ArrayList<>();
    for (String operator : new TreeSet<>(OF_OPERATOR.keySet())) {
      List<String> parts = parts(operator);
      for (String direction : DIRECTIONS) {
        for (int chosen = 0; chosen < 1 << parts.size(); chosen++) {
          Set<String> own = new LinkedHashSet<>();
          for (int i = 0; i < parts.size(); i++) {
            if ((chosen >> i & 1) == 1) {
              own.add(parts.get(i));
            }
          }
          all.add(new Combination(operator, direction, own));
        }
      }
    }
    return all;
  }

  /** Each with and without hidden_size and in both layouts, of which ONNX Runtime has one. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("combinations")
  void everyCombinationIsComputed(Combination combination) throws OrtException {
    OneNode node = combination.node(true, false);
    Map<String, Value> expected = InOnnxRuntime.run(node.model(), node.given());
    Map<String, Value> swapped = new LinkedHashMap<>();
    expected.forEach(
        (name, value) ->
            swapped.put(
                name,
                name.equals("out0") ? permuted(value, 2, 0, 1, 3) : permuted(value, 1, 0, 2)));
    for (boolean hiddenSize : new boolean[] {true, false}) {
      String what = combination + (hiddenSize ? " hidden_size" : "");
      Closeness.requireClose(what, expected, combination.node(hiddenSize, false).run());
      Closeness.requireClose(what + " layout 1", swapped, combination.node(hiddenSize, true).run());
    }
  }

  static List<Arguments> activations() {
    List<Arguments> all = new ArrayList<>();
    for (Map.Entry<String, Integer> places : Map.of("RNN", 1, "GRU", 2, "LSTM", 3).entrySet()) {
      for (int place = 0; place < places.getValue(); place++) {
        for (ActivationFunction function : ActivationFunction.values()) {
          all.add(Arguments.of(places.getKey(), place, function));
        }
      }
    }
    return all;
  }

  /** The others are the default ones; alpha and beta are given where the function takes them. */
  @ParameterizedTest(name = "{0} {2} in place {1}")
  @MethodSource("activations")
  void everyActivationIsComputedAtEveryPlace(
      String operator, int place, ActivationFunction function) throws OrtException {
    List<String> names =
        new ArrayList<>(operator.equals("RNN") ? List.of("Tanh") : List.of("Sigmoid", "Tanh"));
    if (operator.equals("LSTM")) {
      names.add("Tanh");
    }
    names.set(place, function.text());
    OneNode node = new Combination(operator, "forward", Set.of("B")).node(true, false);
    node.attribute("activations", new Strings(names));
    if (function.takesAlpha()) {
      node.attribute("activation_alpha", new Floats(List.of(0.375f)));
    }
    if (function.takesBeta()) {
      node.attribute("activation_beta", new Floats(List.of(0.25f)));
    }
    Closeness.requireClose(
        function.text(), InOnnxRuntime.run(node.model(), node.given()), node.run());
  }

  /**
   * Otherwise the above would say nothing about it. A result moves by at least ten times what may
   * differ.
   */
  @Test
  void everyPartMatters() {
    for (String operator : OF_OPERATOR.keySet()) {
      Combination least = new Combination(operator, "forward", Set.of("B"));
      float[] y = y(least);
      for (String part : parts(operator)) {
        if (!part.equals("B")) {
          assertThat(distance(y, y(least.with(part))))
              .as(operator + " " + part)
              .isGreaterThan(1e-4);
        }
      }
      assertThat(distance(y, y(new Combination(operator, "forward", Set.of()))))
          .isGreaterThan(1e-4);
      assertThat(distance(y, y(new Combination(operator, "reverse", Set.of("B")))))
          .isGreaterThan(1e-4);
    }
  }

  private static float[] y(Combination combination) {
    return ((Value.Floats) combination.node(true, false).result()).elements();
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
    }
    return largest;
  }
}
