package dev.carousel.interop.onnx.recurrence;

import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Floats;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Between the attributes of a node and the operator that they describe. */
final class NodeAttributes {
  private static final Set<String> COMMON =
      Set.of(
          "activation_alpha",
          "activation_beta",
          "activations",
          "clip",
          "direction",
          "hidden_size",
          "layout");
  private static final String LINEAR_BEFORE_RESET = "linear_before_reset";
  private static final String INPUT_FORGET = "input_forget";
  private static final int PEEPHOLES = 7;

  private final OnnxNode node;

  NodeAttributes(OnnxNode node) {
    this.node = node;
  }

  RecurrentOperator operator(int units) {
    List<ActivationFunction> functions = defaults(node.operator());
    if (functions.isEmpty() || !node.domain().isEmpty()) {
      throw refused("the operator is not one of the standard's RNN, GRU and LSTM");
    }
    Set<String> unknown = new TreeSet<>(node.attributes().keySet());
    unknown.removeAll(COMMON);
    unknown.remove(ownAttribute(node.operator()));
    if (!unknown.isEmpty()) {
      throw refused(
          "the standard's operator has no attributes %s; those of opset 14 to 22 are %s"
              .formatted(unknown.stream().map(Quoted::of).toList(), known()));
    }
    long stated = integer("hidden_size", units);
    if (stated != units) {
      throw refused(
          "attribute hidden_size is %d, but the tensor R has %d units".formatted(stated, units));
    }
    String direction = text("direction", Direction.FORWARD.text());
    Direction directions =
        Direction.named(direction)
            .orElseThrow(
                () ->
                    refused(
                        "attribute direction is %s, expected forward, reverse or bidirectional"
                            .formatted(Quoted.of(direction))));
    List<Activation> activations = activations(functions, directions.count());
    List<OnnxCell> cells = new ArrayList<>();
    for (int way = 0; way < directions.count(); way++) {
      int first = way * functions.size();
      cells.add(cell(units, activations.subList(first, first + functions.size())));
    }
    Layout layout = flag("layout") ? Layout.SEQUENCES_FIRST : Layout.STEPS_FIRST;
    return new RecurrentOperator(directions, layout, cells);
  }

  private static List<ActivationFunction> defaults(String operator) {
    return switch (operator) {
      case "RNN" -> List.of(ActivationFunction.TANH);
      case "GRU" -> List.of(ActivationFunction.SIGMOID, ActivationFunction.TANH);
      case "LSTM" ->
          List.of(ActivationFunction.SIGMOID, ActivationFunction.TANH, ActivationFunction.TANH);
      default -> List.of();
    };
  }

  private static String ownAttribute(String operator) {
    return switch (operator) {
      case "GRU" -> LINEAR_BEFORE_RESET;
      case "LSTM" -> INPUT_FORGET;
      default -> "";
    };
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(COMMON);
    known.add(ownAttribute(node.operator()));
    known.remove("");
    return known;
  }

  private OnnxCell cell(int units, List<Activation> f) {
    OptionalDouble clip = clip();
    return switch (node.operator()) {
      case "RNN" -> new OnnxRnn(units, f.get(0), clip);
      case "GRU" ->
          new OnnxGru(units, f.get(0), f.get(1), clip, integer(LINEAR_BEFORE_RESET, 0) != 0);
      default -> {
        boolean peepholes =
            node.inputs().size() > PEEPHOLES && !node.inputs().get(PEEPHOLES).isEmpty();
        yield new OnnxLstm(
            units, f.get(0), f.get(1), f.get(2), clip, flag(INPUT_FORGET), peepholes);
      }
    };
  }

  private OptionalDouble clip() {
    Optional<FloatValue> clip = value("clip", FloatValue.class, "a number");
    if (clip.isPresent() && !(clip.get().value() > 0)) {
      throw refused(
          "attribute clip is %s, expected a number above 0".formatted(clip.get().value()));
    }
    return clip.map(c -> OptionalDouble.of(Activation.written(c.value())))
        .orElse(OptionalDouble.empty());
  }

  /** As many as there are directions and functions of each. */
  private List<Activation> activations(List<ActivationFunction> functions, int ways) {
    List<String> names =
        value("activations", Strings.class, "a list of names").map(Strings::values).orElse(null);
    int expected = functions.size() * ways;
    if (names == null || names.isEmpty()) {
      names =
          Stream.generate(() -> functions)
              .limit(ways)
              .flatMap(List::stream)
              .map(ActivationFunction::text)
              .toList();
    } else if (node.operator().equals("RNN") && ways == 1 && names.size() == 2) {
      // The standard's own default has two, whatever the direction.
      names = names.subList(0, 1);
    }
    if (names.size() != expected) {
      throw refused(
          "attribute activations has %d names, expected %d".formatted(names.size(), expected));
    }
    try {
      return Activation.listed(names, numbers("activation_alpha"), numbers("activation_beta"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place() + e.getMessage(), e);
    }
  }

  private List<Float> numbers(String name) {
    return value(name, Floats.class, "a list of numbers").map(Floats::values).orElse(List.of());
  }

  private String text(String name, String otherwise) {
    return value(name, StringValue.class, "a text").map(StringValue::value).orElse(otherwise);
  }

  private long integer(String name, long otherwise) {
    return value(name, IntValue.class, "an integer").map(IntValue::value).orElse(otherwise);
  }

  private boolean flag(String name) {
    long value = integer(name, 0);
    if (value != 0 && value != 1) {
      throw refused("attribute %s is %d, expected 0 or 1".formatted(name, value));
    }
    return value == 1;
  }

  private <T extends OnnxAttribute> Optional<T> value(String name, Class<T> type, String what) {
    OnnxAttribute value = node.attributes().get(name);
    if (value != null && !type.isInstance(value)) {
      throw refused("attribute %s is not %s".formatted(name, what));
    }
    return Optional.ofNullable(type.cast(value));
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(place() + why);
  }

  private String place() {
    String name =
        Stream.concat(Stream.of(node.name()), node.outputs().stream())
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("");
    return "node %s of operator %s: ".formatted(Quoted.of(name), Quoted.of(node.operator()));
  }

  /** The attributes that describe an operator. */
  static Map<String, OnnxAttribute> of(RecurrentOperator operator) {
    OnnxCell cell = operator.cell();
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("hidden_size", new IntValue(cell.units()));
    if (operator.direction() != Direction.FORWARD) {
      attributes.put("direction", new StringValue(operator.direction().text()));
    }
    List<Activation> activations =
        operator.cells().stream().flatMap(each -> each.activations().stream()).toList();
    List<String> names = activations.stream().map(each -> each.function().text()).toList();
    List<String> usual =
        operator.cells().stream()
            .flatMap(each -> defaults(each.operator()).stream())
            .map(ActivationFunction::text)
            .toList();
    if (!names.equals(usual)) {
      attributes.put("activations", new Strings(names));
      putNumbers(
          attributes,
          "activation_alpha",
          activations.stream().filter(a -> a.function().takesAlpha()).map(Activation::alpha));
      putNumbers(
          attributes,
          "activation_beta",
          activations.stream().filter(a -> a.function().takesBeta()).map(Activation::beta));
    }
    cell.clip().ifPresent(clip -> attributes.put("clip", new FloatValue((float) clip)));
    if (operator.layout() == Layout.SEQUENCES_FIRST) {
      attributes.put("layout", new IntValue(1));
    }
    if (cell instanceof OnnxGru gru && gru.linearBeforeReset()) {
      attributes.put(LINEAR_BEFORE_RESET, new IntValue(1));
    }
    if (cell instanceof OnnxLstm lstm && lstm.inputForget()) {
      attributes.put(INPUT_FORGET, new IntValue(1));
    }
    return attributes;
  }

  private static void putNumbers(
      Map<String, OnnxAttribute> attributes, String name, Stream<Double> values) {
    List<Float> numbers = values.map(Double::floatValue).toList();
    if (!numbers.isEmpty()) {
      attributes.put(name, new Floats(numbers));
    }
  }
}
