package dev.carousel.interop.onnx.write;

import static dev.carousel.interop.onnx.write.GraphDraft.BATCH;
import static dev.carousel.interop.onnx.write.GraphDraft.TIME;

import dev.carousel.autograd.Parameter;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.Notation;
import dev.carousel.graph.GraphWriter;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.Dimension.Fixed;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.nodes.FormulaNodes;
import dev.carousel.interop.onnx.nodes.NodeList;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;
import dev.carousel.train.Model;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's operations as nodes of operators as they are in opset 17. Weights keep their names and
 * layouts, but for those of recurrent operators.
 */
final class GraphNodes implements GraphWriter {
  private static final String OUTPUT = "output";

  private final Kernels kernels;
  private final GraphDraft draft = new GraphDraft();
  private final NodeList nodes = draft.nodes();
  private final Map<String, String> transposed = new HashMap<>();
  private GraphBatch batch;

  private GraphNodes(Kernels kernels) {
    this.kernels = kernels;
  }

  /** The graph of a model. */
  static OnnxGraph of(Model model, Kernels kernels) {
    GraphNodes graph = new GraphNodes(kernels);
    model.write(graph);
    return graph.draft.graph("model");
  }

  @Override
  public Tokens tokens(int size) {
    String documentation = "token ids, 0 to %d".formatted(size - 1);
    return new Tokens(steps("tokens", documentation, ElementType.INT64, TIME, BATCH), size);
  }

  @Override
  public Value features(int width) {
    String documentation = "%d features a step".formatted(width);
    return new Value(
        steps("features", documentation, ElementType.FLOAT, TIME, BATCH, new Fixed(width)),
        true,
        width);
  }

  private String steps(String name, String documentation, ElementType type, Dimension... shape) {
    if (batch != null) {
      throw new IllegalStateException("a graph has one input of steps, got " + name + " as well");
    }
    batch = new GraphBatch(draft, draft.input(name, documentation, type, shape));
    return name;
  }

  @Override
  public Value known(int steps, int width) {
    String input =
        draft.input(
            "known",
            "what is known of the steps to come",
            ElementType.FLOAT,
            new Fixed(steps),
            BATCH,
            new Fixed(width));
    int all = Math.multiplyExact(steps, width);
    return new Value(reshaped(transposed(input, 1, 0, 2), 0, all), false, all);
  }

  private String transposed(String value, long... axes) {
    List<Long> order = Arrays.stream(axes).boxed().toList();
    return nodes.add("Transpose", Map.of("perm", new Ints(order)), value);
  }

  /** With sizes as the operator takes them: 0 for an axis that stays as it is. */
  private String reshaped(String value, long... sizes) {
    return nodes.add("Reshape", value, nodes.integers(sizes));
  }

  @Override
  public Value lookup(Tokens tokens, Parameter table) {
    int width = table.value().columns();
    return new Value(nodes.add("Gather", weight(table), tokens.name()), true, width);
  }

  private String weight(Parameter parameter) {
    return draft.weight(
        parameter.name(), parameter.value().shape(), () -> kernels.toArray(parameter.value()));
  }

  @Override
  public Value oneHot(Tokens tokens) {
    int size = tokens.size();
    String all = nodes.add("Range", nodes.integer(0), nodes.integer(size), nodes.integer(1));
    String each = nodes.add("Unsqueeze", tokens.name(), nodes.integers(-1));
    IntValue floats = new IntValue(ElementType.FLOAT.number());
    String ones = nodes.add("Cast", Map.of("to", floats), nodes.add("Equal", each, all));
    return new Value(ones, true, size);
  }

  @Override
  public Value product(Value x, Parameter weight) {
    int rows = weight.value().rows();
    if (weight.value().columns() != x.width()) {
      throw new ShapeException(
          "product with '" + weight.name() + "'", x.width() + " columns", weight.value().shape());
    }
    String columns = transposed.computeIfAbsent(weight(weight), name -> transposed(name, 1, 0));
    return new Value(nodes.add("MatMul", x.name(), columns), x.perStep(), rows);
  }

  @Override
  public Value affine(Value x, Parameter weight, Parameter bias) {
    Value product = product(x, weight);
    return new Value(nodes.add("Add", product.name(), weight(bias)), x.perStep(), product.width());
  }

  @Override
  public Value pointwise(Expression formula, Map<String, Value> operands) {
    Value any = operands.values().iterator().next();
    FormulaNodes formulas = new FormulaNodes(nodes, new Operands(nodes, operands, any));
    return new Value(formulas.full(formula, any.width()), any.perStep(), any.width());
  }

  /** What a pointwise formula is about; all of one shape. */
  private record Operands(NodeList nodes, Map<String, Value> named, Value any)
      implements FormulaNodes.Leaves {
    @Override
    public String name(Expression leaf) {
      if (leaf instanceof Operand operand && named.containsKey(operand.name())) {
        return named.get(operand.name()).name();
      }
      throw new IllegalArgumentException(
          "%s is none of the operands %s".formatted(Notation.PLAIN.print(leaf), named.keySet()));
    }

    @Override
    public int width(Expression part) {
      return any.width();
    }

    @Override
    public String shape(int width) {
      return nodes.add("Shape", any.name());
    }
  }

  @Override
  public Value concatenate(List<Value> parts) {
    String[] names = parts.stream().map(Value::name).toArray(String[]::new);
    return new Value(
        nodes.add("Concat", Map.of("axis", new IntValue(-1)), names),
        parts.get(0).perStep(),
        parts.stream().mapToInt(Value::width).sum());
  }

  @Override
  public Recurrence recurrent(Value x, List<Directed> directions) {
    return new RecurrentNodes(draft, batch, kernels, directions).write(x);
  }

  @Override
  public Value mean(Value sequence) {
    String lengths = nodes.add("Unsqueeze", batch.lengths(ElementType.FLOAT), nodes.integers(1));
    String sum = sumOverSteps(realOr(0, sequence));
    return new Value(nodes.add("Div", sum, lengths), false, sequence.width());
  }

  @Override
  public Value max(Value sequence) {
    return new Value(
        nodes.add(
            "ReduceMax",
            Map.of("axes", new Ints(List.of(0L)), "keepdims", new IntValue(0)),
            realOr(Double.NEGATIVE_INFINITY, sequence)),
        false,
        sequence.width());
  }

  @Override
  public Value softmax(Value scores) {
    return new Value(
        nodes.add(
            "Softmax", Map.of("axis", new IntValue(0)), realOr(Double.NEGATIVE_INFINITY, scores)),
        true,
        scores.width());
  }

  @Override
  public Value weightedSum(Value weights, Value sequence) {
    return new Value(
        sumOverSteps(nodes.add("Mul", weights.name(), sequence.name())), false, sequence.width());
  }

  /** A sequence with a number after each end. */
  private String realOr(double number, Value sequence) {
    return nodes.add("Where", batch.running(), sequence.name(), nodes.number(number));
  }

  private String sumOverSteps(String value) {
    return nodes.add("ReduceSum", Map.of("keepdims", new IntValue(0)), value, nodes.integers(0));
  }

  @Override
  public void output(Value value) {
    nodes.named(OUTPUT, "Identity", Map.of(), value.name());
    Dimension width = new Fixed(value.width());
    if (value.perStep()) {
      draft.output(OUTPUT, "for every step", TIME, BATCH, width);
    } else {
      draft.output(OUTPUT, "for every sequence", BATCH, width);
    }
  }

  @Override
  public void output(Value value, int steps) {
    int width = value.width() / steps;
    nodes.named(
        OUTPUT,
        "Transpose",
        Map.of("perm", new Ints(List.of(1L, 0L, 2L))),
        reshaped(value.name(), 0, steps, width));
    draft.output(OUTPUT, "for every step to come", new Fixed(steps), BATCH, new Fixed(width));
  }
}
