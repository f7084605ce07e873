package dev.carousel.interop.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.Floats;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
  /** The optional inputs and attributes of a node, and what is in the file. */
  private static final class Trial {
    private final Random random;
    private final String operator;
    private final int gates;
    private final int ways;
    private final int steps;
    private final int batch;
    private final int units;
    private final OneNode node;
    private final boolean sequencesFirst;

    Trial(String operator, int steps, int batch, int units, boolean sequencesFirst, long seed) {
      random = new Random(seed);
      this.operator = operator;
      this.steps = steps;
      this.batch = batch;
      this.units = units;
      this.sequencesFirst = sequencesFirst;
      gates = operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1;
      String direction = List.of("forward", "reverse", "bidirectional").get(random.nextInt(3));
      ways = direction.equals("bidirectional") ? 2 : 1;
      node =
          new OneNode(operator)
              .operatorSet(14 + random.nextInt(13))
              .attribute("hidden_size", units)
              .attribute("direction", new StringValue(direction));
      inputs();
      attributes();
      for (int i = 0; i < (gates == 4 ? 3 : 2); i++) {
        node.output(ElementType.FLOAT);
      }
      if (sequencesFirst) {
        node.attribute("layout", 1);
      }
    }

    private void inputs() {
      node.input(inLayout(numbers(steps, batch, 3)));
      // All weights in the file, or some of them given.
      boolean given = random.nextInt(3) == 0;
      weight(given, numbers(ways, gates * units, 3));
      weight(given && random.nextBoolean(), numbers(ways, gates * units, units));
      if (random.nextBoolean()) {
        weight(given && random.nextBoolean(), numbers(ways, 2 * gates * units));
      } else {
        node.without();
      }
      if (random.nextBoolean()) {
        long[] lengths = random.longs(batch, 1, Math.max(2, steps + 1)).toArray();
        node.input(new Integers(ElementType.INT32, Shape.of(batch), lengths));
      } else {
        node.without();
      }
      for (int state = 0; state < (gates == 4 ? 2 : 1); state++) {
        if (random.nextBoolean()) {
          node.input(inLayout(numbers(ways, batch, units)));
        } else {
          node.without();
        }
      }
      if (gates == 4 && random.nextBoolean()) {
        weight(given && random.nextBoolean(), numbers(ways, 3 * units));
      }
    }

    private void weight(boolean given, Value value) {
      if (given) {
        node.input(value);
      } else {
        node.constant(value);
      }
    }

    private void attributes() {
      if (operator.equals("GRU")) {
        node.attribute("linear_before_reset", random.nextInt(2));
      } else if (operator.equals("LSTM")) {
        node.attribute("input_forget", random.nextInt(2));
      }
      if (random.nextBoolean()) {
        List<String> each =
            switch (operator) {
              case "LSTM" -> List.of("HardSigmoid", "Tanh", "Softsign");
              case "GRU" -> List.of("HardSigmoid", "LeakyRelu");
              default -> List.of("LeakyRelu");
            };
        List<String> all = new ArrayList<>(each);
        List<Float> alphas = new ArrayList<>(List.of(0.25f));
        if (operator.equals("GRU")) {
          alphas.add(0.125f);
        }
        List<Float> own = List.copyOf(alphas);
        for (int way = 1; way < ways; way++) {
          all.addAll(each);
          alphas.addAll(own);
        }
        node.attribute("activations", new Strings(all));
        node.attribute("activation_alpha", new Floats(alphas));
        if (!operator.equals("RNN")) {
          node.attribute(
              "activation_beta", new Floats(ways == 1 ? List.of(0.5f) : List.of(0.5f, 0.25f)));
        }
      }
    }

    /** [a, b, c], or [b, a, c] of the same numbers. */
    private Value inLayout(Value value) {
      return sequencesFirst ? swapped(value) : value;
    }

    private Value.Floats numbers(int... sizes) {
      Shape shape = Shape.of(sizes);
      float[] elements = new float[shape.elements()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = (float) (2 * random.nextDouble() - 1);
      }
      return new Value.Floats(shape, elements);
    }
  }

  private static Value swapped(Value value) {
    return View.of(value.shape())
        .transposed(new int[] {1, 0, 2})
        .copy(value, new Budget(OnnxLimits.usual()));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void operatorsAgreeWithOnnxRuntime(
      @ForAll @IntRange(max = 2) int operator,
      @ForAll @IntRange(min = 1, max = 5) int steps,
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 1, max = 5) int units,
      @ForAll long seed)
      throws OrtException {
    String name = List.of("RNN", "GRU", "LSTM").get(operator);
    OneNode node = new Trial(name, steps, batch, units, false, seed).node;
    Closeness.requireClose(
        node.toString(), InOnnxRuntime.run(node.model(), node.given()), node.run());
  }

  /** ONNX Runtime has no layout 1. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void sequencesFirstIsStepsFirstSwapped(
      @ForAll @IntRange(max = 2) int operator,
      @ForAll @IntRange(max = 4) int steps,
      @ForAll @IntRange(max = 3) int batch,
      @ForAll long seed) {
    String name = List.of("RNN", "GRU", "LSTM").get(operator);
    int least = steps == 0 ? 0 : 1;
    List<Value> expected =
        List.copyOf(new Trial(name, steps, batch * least, 3, false, seed).node.run().values());
    List<Value> actual =
        List.copyOf(new Trial(name, steps, batch * least, 3, true, seed).node.run().values());
    for (int state = 1; state < expected.size(); state++) {
      Closeness.requireClose("state", swapped(expected.get(state)), actual.get(state));
    }
    // [T, D, B, H] and [B, T, D, H].
    Value y = expected.get(0);
    Closeness.requireClose(
        "Y",
        View.of(y.shape())
            .transposed(new int[] {2, 0, 1, 3})
            .copy(y, new Budget(OnnxLimits.usual())),
        actual.get(0));
  }

  private static Value.Floats ones(int... sizes) {
    Shape shape = Shape.of(sizes);
    float[] elements = new float[shape.elements()];
    Arrays.fill(elements, 1);
    return new Value.Floats(shape, elements);
  }

  private static OneNode rnn(Value x, Value w, Value r) {
    return new OneNode("RNN")
        .input(x)
        .constant(w)
        .constant(r)
        .output(ElementType.FLOAT)
        .output(ElementType.FLOAT);
  }

  @Test
  void statesStayWhereThereIsNoStep() {
    OneNode node = rnn(ones(0, 2, 1), ones(1, 3, 1), ones(1, 3, 3)).without().without();
    Map<String, Value> outputs = node.input(ones(1, 2, 3)).run();
    assertThat(outputs.get("out0")).hasToString("FLOAT[0, 1, 2, 3]");
    Closeness.requireClose("state", ones(1, 2, 3), outputs.get("out1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shapesThatDoNotFitAreNamed(boolean inFile) {
    assertThatThrownBy(() -> rnn(ones(1, 1, 2), ones(1, 3, 1), ones(1, 3, 3)).run())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "node 'out0' of operator 'RNN': input 0 is FLOAT[1, 1, 2], expected X, FLOAT[steps,"
                + " batch, 1]");
    OneNode node = new OneNode("RNN").input(ones(1, 1, 1)).constant(ones(1, 2, 1));
    Value r = ones(1, 3, 3);
    OneNode whole = (inFile ? node.constant(r) : node.input(r)).output(ElementType.FLOAT);
    assertThatThrownBy(whole::run)
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "node 'out0' of operator 'RNN': input 1 is FLOAT[1, 2, 1], expected W, FLOAT[1, 3, 1]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void attributesAreCheckedWhenTheModelIsLoaded(boolean inFile) {
    OneNode node = new OneNode("RNN").input(ones(1, 1, 1)).constant(ones(1, 1, 1));
    Value r = ones(1, 1, 1);
    OneNode whole =
        (inFile ? node.constant(r) : node.input(r))
            .output(ElementType.FLOAT)
            .attribute("hidden_size", 1)
            .attribute("direction", new StringValue("sideways"));
    assertThatThrownBy(() -> OnnxProgram.of(whole.model(), new EjmlKernels(), OnnxLimits.usual()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "node 'out0' of operator 'RNN': attribute direction is 'sideways', expected forward,"
                + " reverse or bidirectional");
  }

  @ParameterizedTest
  @CsvSource({"0", "3"})
  void impossibleLengthsAreNamed(int length) {
    OneNode node = rnn(ones(2, 1, 1), ones(1, 1, 1), ones(1, 1, 1)).without();
    node.input(new Integers(ElementType.INT32, Shape.of(1), length));
    assertThatThrownBy(node::run)
        .hasMessageEndingWith("sequence_lens[0] is " + length + ", expected 1 to 2");
  }
}
