package dev.carousel.interop.onnx.run;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.format.Quoted;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An ONNX model that is ready to run. Immutable; may run at the same time for different inputs.
 *
 * <p>Matrix products, recurrent layers, softmax and functions of single numbers are computed by the
 * kernels. A program holds what its file has of tensors, integers of 32 bits as 64, and beside that
 * at most what its limits say: constants that are computed from others, and weights made ready for
 * products.
 */
public final class OnnxProgram {
  /** More names than that make no message clearer. */
  private static final int MOST_NAMES = 8;

  private final GraphProgram main;
  private final Map<String, Value> defaults;
  private final OnnxLimits limits;

  private OnnxProgram(GraphProgram main, Map<String, Value> defaults, OnnxLimits limits) {
    this.main = main;
    this.defaults = defaults;
    this.limits = limits;
  }

  /**
   * A model, ready to run.
   *
   * @param model the model
   * @param kernels what to compute with
   * @param limits what loading may take, and each run again
   * @return a program
   * @throws InvalidDataException if an operator is not supported, a node is not such as its
   *     operator takes, or the limits are exceeded; the message names the node
   */
  public static OnnxProgram of(OnnxModel model, Kernels kernels, OnnxLimits limits) {
    OnnxGraph graph = model.graph();
    Set<String> unknown = new TreeSet<>();
    collectUnknown(graph, unknown);
    if (!unknown.isEmpty()) {
      throw new InvalidDataException(
          "the model has operators that are not supported: %s; supported are %s"
              .formatted(
                  few(unknown),
                  Arrays.stream(KnownOperator.values())
                      .map(KnownOperator::text)
                      .collect(Collectors.joining(", "))));
    }
    try {
      graph.inputs().forEach(value -> requireType("input", value));
      graph.outputs().forEach(value -> requireType("output", value));
      GraphProgram main =
          GraphCompiler.compiled(
              graph, new GraphCompiler.Loading(model.operatorSet(), kernels, new Budget(limits)));
      return new OnnxProgram(main, defaults(graph), limits);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(e.getMessage(), e);
    }
  }

  /**
   * A model in a file, ready to run within the usual limits.
   *
   * @param file the file
   * @param kernels what to compute with
   * @return a program
   * @throws InvalidDataException if the file is no such model; the message names the file
   * @throws IOException if the file cannot be read
   */
  public static OnnxProgram read(Path file, Kernels kernels) throws IOException {
    OnnxModel model = OnnxFile.read(file);
    try {
      return of(model, kernels, OnnxLimits.usual());
    } catch (InvalidDataException e) {
      throw new InvalidDataException(file + ": " + e.getMessage(), e);
    }
  }

  private static void collectUnknown(OnnxGraph graph, Set<String> unknown) {
    for (OnnxNode node : graph.nodes()) {
      if (KnownOperator.of(node).isEmpty()) {
        String domain = node.domain().isEmpty() ? "" : " of the domain " + Quoted.of(node.domain());
        unknown.add(Quoted.of(node.operator()) + domain);
      }
      for (OnnxAttribute attribute : node.attributes().values()) {
        if (attribute instanceof OnnxAttribute.GraphValue body) {
          collectUnknown(body.value(), unknown);
        }
      }
    }
  }

  private static String few(Set<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  private static void requireType(String what, OnnxValue value) {
    Elements.requireSupported(what + " " + Quoted.of(value.name()), type(value).elements());
  }

  private static OnnxValue.Type type(OnnxValue value) {
    // Models are checked for it.
    return value.type().orElseThrow();
  }

  private static Map<String, Value> defaults(OnnxGraph graph) {
    Map<String, Value> defaults = new HashMap<>();
    Set<String> inputs = graph.inputs().stream().map(OnnxValue::name).collect(Collectors.toSet());
    for (OnnxTensor initializer : graph.initializers()) {
      if (inputs.contains(initializer.name())) {
        defaults.put(initializer.name(), Elements.of(initializer));
      }
    }
    return defaults;
  }

  /**
   * What a run reads.
   *
   * @return names, types and shapes, as the model says them
   */
  public List<OnnxValue> inputs() {
    return main.graph().inputs();
  }

  /**
   * Whether an input has a default, so that it may be left out.
   *
   * @param input its name
   * @return true if it does
   */
  public boolean isOptional(String input) {
    return defaults.containsKey(input);
  }

  /**
   * What a run gives.
   *
   * @return names, types and shapes, as the model says them
   */
  public List<OnnxValue> outputs() {
    return main.graph().outputs();
  }

  /**
   * Runs the model.
   *
   * @param inputs a value for each input that has no default; not changed, and not kept
   * @return a value for each output, in the model's order; the caller's own
   * @throws InvalidDataException if an input is missing, unknown or not of its type and shape, a
   *     node cannot compute with what it gets, or the limits are exceeded; the message names it
   */
  public Map<String, Value> run(Map<String, Value> inputs) {
    Budget budget = new Budget(limits);
    try {
      Value[] results = main.run(checked(inputs), List.of(), budget);
      Map<String, Value> outputs = new LinkedHashMap<>();
      for (int i = 0; i < results.length; i++) {
        OnnxValue output = outputs().get(i);
        ElementType expected = type(output).elements();
        if (results[i].type() != expected) {
          throw new IllegalArgumentException(
              "output %s is %s, but the model says that it is %s"
                  .formatted(Quoted.of(output.name()), results[i], expected));
        }
        outputs.put(output.name(), View.of(results[i].shape()).copy(results[i], budget));
      }
      return outputs;
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(e.getMessage(), e);
    }
  }

  private List<Value> checked(Map<String, Value> given) {
    Set<String> unknown = new TreeSet<>(given.keySet());
    Map<String, Integer> symbols = new HashMap<>();
    List<Value> values = new ArrayList<>();
    for (OnnxValue input : inputs()) {
      unknown.remove(input.name());
      Value value = given.get(input.name());
      if (value == null && isOptional(input.name())) {
        // A default may have one element where the others have many.
        values.add(defaults.get(input.name()));
        continue;
      }
      if (value == null) {
        throw new IllegalArgumentException(
            "input %s is missing; the model reads %s"
                .formatted(Quoted.of(input.name()), described()));
      }
      if (!fits(value, type(input), symbols)) {
        throw new IllegalArgumentException(
            "input %s is %s, expected %s"
                .formatted(Quoted.of(input.name()), value, described(type(input), symbols)));
      }
      values.add(value);
    }
    if (!unknown.isEmpty()) {
      throw unknownInput(unknown.iterator().next());
    }
    return values;
  }

  /** What is wrong with a name that no input has. */
  InvalidDataException unknownInput(String name) {
    return new InvalidDataException(
        "there is no input %s; the model reads %s".formatted(Quoted.of(name), described()));
  }

  /** Also notes what symbols stand for. */
  private static boolean fits(Value value, OnnxValue.Type type, Map<String, Integer> symbols) {
    if (value.type() != type.elements()) {
      return false;
    }
    List<Dimension> axes = type.shape().orElse(null);
    Shape shape = value.shape();
    if (axes == null) {
      return true;
    }
    boolean fits = axes.size() == shape.rank();
    for (int axis = 0; fits && axis < axes.size(); axis++) {
      int size = shape.size(axis);
      if (axes.get(axis) instanceof Dimension.Fixed fixed) {
        fits = fixed.size() == size;
      } else if (axes.get(axis) instanceof Dimension.Symbol symbol) {
        Integer known = symbols.putIfAbsent(symbol.name(), size);
        fits = known == null || known == size;
      }
    }
    return fits;
  }

  private String described() {
    String all =
        inputs().stream()
            .limit(MOST_NAMES)
            .map(input -> Quoted.of(input.name()) + " " + described(type(input), Map.of()))
            .collect(Collectors.joining(", "));
    return inputs().isEmpty() ? "none" : inputs().size() > MOST_NAMES ? all + ", …" : all;
  }

  /** A type as {@code FLOAT[batch=2, 3, ?]}. */
  private static String described(OnnxValue.Type type, Map<String, Integer> symbols) {
    return type.shape()
        .map(
            axes ->
                axes.stream()
                    .map(axis -> described(axis, symbols))
                    .collect(Collectors.joining(", ", type.elements() + "[", "]")))
        .orElse(type.elements() + " of any shape");
  }

  private static String described(Dimension axis, Map<String, Integer> symbols) {
    if (axis instanceof Dimension.Fixed fixed) {
      return Long.toString(fixed.size());
    } else if (axis instanceof Dimension.Symbol symbol) {
      Integer size = symbols.get(symbol.name());
      String name = Quoted.of(symbol.name());
      return name.substring(1, name.length() - 1) + (size == null ? "" : "=" + size);
    }
    return "?";
  }
}
