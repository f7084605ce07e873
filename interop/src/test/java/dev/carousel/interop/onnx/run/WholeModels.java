package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Models as they are used, with random weights: also well-formed files for others to damage. */
public final class WholeModels {
  private static final Dimension STEPS = new Dimension.Symbol("steps");
  private static final Dimension BATCH = new Dimension.Symbol("batch");

  private final Random random;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final List<OnnxTensor> weights = new ArrayList<>();

  private WholeModels(long seed) {
    random = new Random(seed);
  }

  /**
   * One model of each kind.
   *
   * @param seed decides the weights
   * @return models that {@link OnnxProgram} runs
   */
  public static List<OnnxModel> small(long seed) {
    return List.of(
        tagger(17, "LSTM", 2, 5, 3, 2, 4, seed),
        tagger(22, "GRU", 1, 5, 3, 2, 3, seed),
        tagger(14, "RNN", 1, 4, 2, 3, 2, seed),
        classifier(18, seed),
        scanned(15, 3, 2, seed),
        mixture(21, seed));
  }

  /**
   * Embedding, bidirectional recurrent layers, a product and softmax: ids [steps, batch] and the
   * lengths of the sequences to probabilities [steps, batch, labels].
   */
  static OnnxModel tagger(
      long operatorSet,
      String operator,
      int layers,
      int tokens,
      int width,
      int units,
      int labels,
      long seed) {
    WholeModels model = new WholeModels(seed);
    model.weight("table", tokens, width);
    model.node("Gather", List.of("table", "ids"), List.of("l0"), Map.of());
    int gates = operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1;
    int read = width;
    for (int layer = 0; layer < layers; layer++) {
      String own = "l" + layer + "_";
      model.weight(own + "W", 2, gates * units, read);
      model.weight(own + "R", 2, gates * units, units);
      model.weight(own + "B", 2, 2 * gates * units);
      Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
      attributes.put("hidden_size", new IntValue(units));
      attributes.put("direction", new StringValue("bidirectional"));
      if (operator.equals("GRU")) {
        attributes.put("linear_before_reset", new IntValue(1));
      } else if (operator.equals("RNN")) {
        attributes.put("activations", new Strings(List.of("Relu", "Tanh")));
      }
      model.node(
          operator,
          List.of("l" + layer, own + "W", own + "R", own + "B", "lengths"),
          List.of(own + "Y", own + "H"),
          attributes);
      // [steps, 2, batch, units] to [steps, batch, 2 · units].
      model.node(
          "Transpose",
          List.of(own + "Y"),
          List.of(own + "T"),
          Map.of("perm", new Ints(List.of(0L, 2L, 1L, 3L))));
      model.longs(own + "S", 0, 0, -1);
      model.node("Reshape", List.of(own + "T", own + "S"), List.of("l" + (layer + 1)), Map.of());
      read = 2 * units;
    }
    model.weight("V", read, labels);
    model.weight("v", labels);
    model.node("MatMul", List.of("l" + layers, "V"), List.of("product"), Map.of());
    model.node("Add", List.of("product", "v"), List.of("logits"), Map.of());
    model.node("Softmax", List.of("logits"), List.of("y"), Map.of("axis", new IntValue(-1)));
    return model.model(
        operatorSet,
        List.of(
            OnnxValue.of("ids", ElementType.INT64, STEPS, BATCH),
            OnnxValue.of("lengths", ElementType.INT32, BATCH)),
        List.of(
            OnnxValue.of("y", ElementType.FLOAT, STEPS, BATCH, new Dimension.Fixed(labels)),
            OnnxValue.of(
                "l0_H",
                ElementType.FLOAT,
                new Dimension.Fixed(2),
                BATCH,
                new Dimension.Fixed(units))));
  }

  /**
   * An LSTM whose initial states are optional inputs, the mean of its outputs over all steps, and a
   * Gemm: x [steps, batch, 3] to the logarithms of probabilities [batch, 4], and the likeliest.
   */
  static OnnxModel classifier(long operatorSet, long seed) {
    WholeModels model = new WholeModels(seed);
    model.weight("W", 1, 8, 3);
    model.weight("W2", 1, 8, 3);
    model.weight("R", 1, 16, 4);
    model.weight("B", 1, 32);
    model.weight("P", 1, 12);
    model.weight("c0", 1, 1, 4);
    // As some exporters leave it: a weight in two parts.
    model.node("Concat", List.of("W", "W2"), List.of("W12"), Map.of("axis", new IntValue(1)));
    model.node("Shape", List.of("x"), List.of("shape"), Map.of());
    model.longs("one", 1);
    model.node("Gather", List.of("shape", "one"), List.of("batch"), Map.of());
    model.node(
        "Concat",
        List.of("one", "batch", "four"),
        List.of("states"),
        Map.of("axis", new IntValue(0)));
    model.longs("four", 4);
    model.node("ConstantOfShape", List.of("states"), List.of("h0"), Map.of());
    model.node("Expand", List.of("c0", "states"), List.of("c0s"), Map.of());
    model.node(
        "LSTM",
        List.of("x", "W12", "R", "B", "", "h0", "c0s", "P"),
        List.of("Y", "", "last"),
        Map.of("hidden_size", new IntValue(4), "direction", new StringValue("reverse")));
    model.longs("second", 1);
    model.node("Squeeze", List.of("Y", "second"), List.of("outputs"), Map.of());
    if (operatorSet < 18) {
      model.node(
          "ReduceMean",
          List.of("outputs"),
          List.of("mean"),
          Map.of("axes", new Ints(List.of(0L)), "keepdims", new IntValue(0)));
    } else {
      model.longs("first", 0);
      model.node(
          "ReduceMean",
          List.of("outputs", "first"),
          List.of("mean"),
          Map.of("keepdims", new IntValue(0)));
    }
    model.weight("V", 4, 4);
    model.weight("v", 4);
    model.node(
        "Gemm", List.of("mean", "V", "v"), List.of("logits"), Map.of("transB", new IntValue(1)));
    model.node("LogSoftmax", List.of("logits"), List.of("y"), Map.of());
    model.node(
        "ArgMax",
        List.of("y"),
        List.of("best"),
        Map.of("axis", new IntValue(1), "keepdims", new IntValue(0)));
    return model.model(
        operatorSet,
        List.of(
            OnnxValue.of("x", ElementType.FLOAT, STEPS, BATCH, new Dimension.Fixed(3)),
            OnnxValue.of(
                "c0",
                ElementType.FLOAT,
                new Dimension.Fixed(1),
                Dimension.UNKNOWN,
                new Dimension.Fixed(4))),
        List.of(
            OnnxValue.of("y", ElementType.FLOAT, BATCH, new Dimension.Fixed(4)),
            OnnxValue.of("best", ElementType.INT64, BATCH),
            OnnxValue.of(
                "last", ElementType.FLOAT, new Dimension.Fixed(1), BATCH, new Dimension.Fixed(4))));
  }

  /** A simple recurrent layer as a Scan over a body that reads weights around it, backwards. */
  static OnnxModel scanned(long operatorSet, int units, int inputs, long seed) {
    WholeModels model = new WholeModels(seed);
    model.weight("W", inputs, units);
    model.weight("U", units, units);
    model.weight("h0", 1, units);
    model.longs("zero", 0);
    model.longs("one", 1);
    model.node("Shape", List.of("x"), List.of("shape"), Map.of());
    model.node("Gather", List.of("shape", "zero"), List.of("batch"), Map.of());
    model.node("Concat", List.of("batch", "one"), List.of("rows"), Map.of("axis", new IntValue(0)));
    model.node("Expand", List.of("h0", "rows"), List.of("first"), Map.of());
    OnnxGraph body =
        new OnnxGraph(
            "step",
            List.of(
                OnnxNode.of("MatMul", List.of("x_t", "W"), List.of("a"), Map.of()),
                OnnxNode.of("MatMul", List.of("h", "U"), List.of("b"), Map.of()),
                OnnxNode.of("Add", List.of("a", "b"), List.of("sum"), Map.of()),
                OnnxNode.of("Tanh", List.of("sum"), List.of("next"), Map.of()),
                OnnxNode.of("Sigmoid", List.of("next"), List.of("y_t"), Map.of())),
            List.of(untyped("h"), untyped("x_t")),
            List.of(untyped("next"), untyped("y_t")),
            List.of());
    Map<String, OnnxAttribute> attributes =
        Map.of(
            "body",
            new GraphValue(body),
            "num_scan_inputs",
            new IntValue(1),
            "scan_input_axes",
            new Ints(List.of(1L)),
            "scan_input_directions",
            new Ints(List.of(1L)),
            "scan_output_axes",
            new Ints(List.of(-1L)));
    model.node("Scan", List.of("first", "x"), List.of("last", "y"), attributes);
    return model.model(
        operatorSet,
        List.of(OnnxValue.of("x", ElementType.FLOAT, BATCH, STEPS, new Dimension.Fixed(inputs))),
        List.of(
            OnnxValue.of("y", ElementType.FLOAT, BATCH, new Dimension.Fixed(units), STEPS),
            OnnxValue.of("last", ElementType.FLOAT, BATCH, new Dimension.Fixed(units))));
  }

  /** Many of the small operators, some of which take sizes from the file. */
  static OnnxModel mixture(long operatorSet, long seed) {
    WholeModels model = new WholeModels(seed);
    model.longs("zero", 0);
    model.longs("size", 3, 1);
    model.longs("two", 2);
    model.weights.add(OnnxTensor.ofLongs("start", Shape.of(), 0));
    model.weights.add(OnnxTensor.ofLongs("limit", Shape.of(), 6));
    model.weights.add(OnnxTensor.ofLongs("delta", Shape.of(), 2));
    model.node("Range", List.of("start", "limit", "delta"), List.of("range"), Map.of());
    model.node(
        "Cast",
        List.of("range"),
        List.of("floats"),
        Map.of("to", new IntValue(ElementType.FLOAT.number())));
    model.node("Expand", List.of("x", "size"), List.of("wide"), Map.of());
    model.node("Mul", List.of("wide", "floats"), List.of("scaled"), Map.of());
    model.node("Unsqueeze", List.of("scaled", "zero"), List.of("more"), Map.of());
    model.node("Flatten", List.of("more"), List.of("flat"), Map.of("axis", new IntValue(2)));
    model.node("Slice", List.of("flat", "zero", "two", "zero"), List.of("part"), Map.of());
    model.node(
        "Split", List.of("part"), List.of("s1", "s2"), Map.of("num_outputs", new IntValue(2)));
    model.node("Less", List.of("s1", "s2"), List.of("less"), Map.of());
    model.node("Where", List.of("less", "s1", "s2"), List.of("chosen"), Map.of());
    model.node("ReduceSum", List.of("chosen"), List.of("sum"), Map.of());
    model.node("Reshape", List.of("x", "minus"), List.of("list"), Map.of());
    model.longs("minus", -1);
    model.node("ConstantOfShape", List.of("size"), List.of("zeros"), Map.of());
    model.node("Add", List.of("zeros", "sum"), List.of("y"), Map.of());
    return model.model(
        operatorSet,
        List.of(OnnxValue.of("x", ElementType.FLOAT, Dimension.UNKNOWN, new Dimension.Fixed(3))),
        List.of(
            OnnxValue.of("y", ElementType.FLOAT, Dimension.UNKNOWN, Dimension.UNKNOWN),
            OnnxValue.of("list", ElementType.FLOAT, Dimension.UNKNOWN),
            OnnxValue.of("less", ElementType.BOOL, Dimension.UNKNOWN, Dimension.UNKNOWN)));
  }

  private static OnnxValue untyped(String name) {
    return new OnnxValue(
        name, Optional.of(new OnnxValue.Type(ElementType.FLOAT, Optional.empty())), "");
  }

  private void node(
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, OnnxAttribute> attributes) {
    // In one order, so that equal seeds give equal files.
    nodes.add(OnnxNode.of(operator, inputs, outputs, new TreeMap<>(attributes)));
  }

  private void weight(String name, int... sizes) {
    Shape shape = Shape.of(sizes);
    float[] elements = new float[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian() / 2;
    }
    weights.add(OnnxTensor.ofFloats(name, shape, elements));
  }

  private void longs(String name, long... elements) {
    weights.add(OnnxTensor.ofLongs(name, Shape.of(elements.length), elements));
  }

  private OnnxModel model(long operatorSet, List<OnnxValue> inputs, List<OnnxValue> outputs) {
    OnnxGraph graph = new OnnxGraph("main", nodes, inputs, outputs, weights);
    return new OnnxModel(8, Map.of("", operatorSet), "", "", graph, Map.of(), "");
  }
}
