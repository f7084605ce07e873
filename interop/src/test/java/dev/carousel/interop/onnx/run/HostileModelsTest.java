package dev.carousel.interop.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small models that ask for a lot, of memory or of work. */
class HostileModelsTest {
  private static final OnnxLimits LIMITS = new OnnxLimits(1 << 20, 10_000_000);

  /** Of the limits, what values take from them, and the objects around them. */
  private static final long MOST_ALLOCATED = 32 << 20;

  private static final Dimension ANY = Dimension.UNKNOWN;

  private static OnnxModel model(
      List<OnnxNode> nodes, List<OnnxTensor> initializers, OnnxValue... inputs) {
    List<OnnxValue> outputs =
        List.of(
            new OnnxValue(
                "y", Optional.of(new OnnxValue.Type(ElementType.FLOAT, Optional.empty())), ""));
    OnnxGraph graph = new OnnxGraph("g", nodes, List.of(inputs), outputs, initializers);
    return new OnnxModel(8, Map.of("", 18L), "", "", graph, Map.of(), "");
  }

  private static OnnxNode node(
      String operator, List<String> inputs, String output, Map<String, OnnxAttribute> attributes) {
    return OnnxNode.of(operator, inputs, List.of(output), attributes);
  }

  private static OnnxModel shaped(String operator, long... sizes) {
    List<String> inputs = operator.equals("Expand") ? List.of("one", "s") : List.of("s");
    return model(
        List.of(node(operator, inputs, "y", Map.of())),
        List.of(
            OnnxTensor.ofFloats("one", Shape.of(), 1),
            OnnxTensor.ofLongs("s", Shape.of(sizes.length), sizes)));
  }

  private static OnnxModel range(long limit, long delta) {
    return model(
        List.of(
            node("Range", List.of("zero", "limit", "delta"), "r", Map.of()),
            node("Cast", List.of("r"), "y", Map.of("to", new IntValue(1)))),
        List.of(
            OnnxTensor.ofLongs("zero", Shape.of(), 0),
            OnnxTensor.ofLongs("limit", Shape.of(), limit),
            OnnxTensor.ofLongs("delta", Shape.of(), delta)));
  }

  /** Every value is twice as large as the one before. */
  private static OnnxModel doubling(int times) {
    List<OnnxNode> nodes = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      String to = i == times - 1 ? "y" : "v" + (i + 1);
      nodes.add(node("Concat", List.of("v" + i, "v" + i), to, Map.of("axis", new IntValue(0))));
    }
    return model(nodes, List.of(OnnxTensor.ofFloats("v0", Shape.of(1), 1)));
  }

  /** A Scan of many steps over nothing, within others. */
  private static OnnxModel scans(int depth, int steps) {
    String last = "x" + depth;
    OnnxGraph body =
        new OnnxGraph(
            "innermost",
            List.of(node("Identity", List.of(last), "e" + depth, Map.of())),
            List.of(OnnxValue.of(last, ElementType.FLOAT, ANY)),
            List.of(OnnxValue.of("e" + depth, ElementType.FLOAT, ANY)),
            List.of());
    for (int level = depth - 1; level > 0; level--) {
      body =
          new OnnxGraph(
              "level",
              List.of(scan(body, "e" + level)),
              List.of(OnnxValue.of("x" + level, ElementType.FLOAT, ANY)),
              List.of(OnnxValue.of("e" + level, ElementType.FLOAT, ANY)),
              List.of());
    }
    return model(
        List.of(scan(body, "y")), List.of(OnnxTensor.ofFloats("zeros", Shape.of(steps, 0))));
  }

  private static OnnxNode scan(OnnxGraph body, String output) {
    return node(
        "Scan",
        List.of("zeros"),
        output,
        Map.of("body", new GraphValue(body), "num_scan_inputs", new IntValue(1)));
  }

  /** Products of a matrix with itself, over and over. */
  private static OnnxModel products(int times) {
    List<OnnxNode> nodes = new ArrayList<>();
    nodes.add(node("ConstantOfShape", List.of("s"), "v0", Map.of()));
    for (int i = 0; i < times; i++) {
      nodes.add(
          node(
              "MatMul", List.of("v" + i, "v" + i), i == times - 1 ? "y" : "v" + (i + 1), Map.of()));
    }
    return model(nodes, List.of(OnnxTensor.ofLongs("s", Shape.of(2), 150, 150)));
  }

  private static OnnxModel recurrence(int steps, int batch, int inputs) {
    return model(
        List.of(node("LSTM", List.of("x", "W", "R"), "y", Map.of())),
        List.of(
            OnnxTensor.ofFloats("x", Shape.of(steps, batch, inputs), new float[0]),
            OnnxTensor.ofFloats("W", Shape.of(1, 4, inputs), new float[4 * inputs]),
            OnnxTensor.ofFloats("R", Shape.of(1, 4, 1), 1, 1, 1, 1)));
  }

  private static OnnxModel formulas(int count) {
    List<OnnxNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String to = i == count - 1 ? "y" : "v" + (i + 1);
      nodes.add(
          node("LeakyRelu", List.of("v" + i), to, Map.of("alpha", new FloatValue(i / 4096f))));
    }
    return model(nodes, List.of(), OnnxValue.of("v0", ElementType.FLOAT));
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of(shaped("ConstantOfShape", 1L << 40), "axis 0 of the result has"),
        Arguments.of(shaped("ConstantOfShape", 1 << 30), "takes 4294967296 bytes"),
        Arguments.of(shaped("ConstantOfShape", 1 << 20, 1 << 20), "has more than 2147483647"),
        Arguments.of(shaped("ConstantOfShape", -1), "has -1 elements"),
        Arguments.of(shaped("Expand", 100_000, 100_000), "has more than 2147483647 elements"),
        Arguments.of(shaped("Expand", 60_000, 30_000), "takes 7200000000 bytes"),
        Arguments.of(
            shaped("Expand", Collections.nCopies(65, 1L).stream().mapToLong(i -> i).toArray()),
            "has 65 axes, more than the 64"),
        Arguments.of(range(Long.MAX_VALUE, 1), "axis 0 of the result has"),
        Arguments.of(range(1_000_000, 1), "takes 8000000 bytes"),
        Arguments.of(doubling(40), "more than the limit of 1048576"),
        Arguments.of(scans(1, 1 << 30), "more work than the limit"),
        Arguments.of(scans(9, 1000), "more work than the limit"),
        Arguments.of(products(100), "more work than the limit"),
        Arguments.of(products(3), "more work than the limit"),
        Arguments.of(recurrence(0, 1 << 28, 1), "takes 1073741824 bytes"),
        Arguments.of(formulas(2000), "more than 1000 different formulas"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whatTheyAskForIsRefused(OnnxModel model, String message) {
    assertThat(
            allocated(
                () ->
                    assertThatThrownBy(() -> run(model, Map.of()))
                        .isInstanceOf(InvalidDataException.class)
                        .hasMessageContaining(message)))
        .isLessThan(MOST_ALLOCATED);
  }

  private static void run(OnnxModel model, Map<String, Value> inputs) {
    OnnxProgram.of(model, new EjmlKernels(), LIMITS).run(inputs);
  }

  private static long allocated(Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void stepsWithoutSequencesAreNoWork() {
    run(recurrence(1 << 30, 0, 1), Map.of());
  }

  /** What is given back can be taken again: many large values one after the other are no fault. */
  @Test
  void valuesThatNobodyReadsAnyMoreDoNotCount() {
    List<OnnxNode> nodes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      nodes.add(node("Abs", List.of("v" + i), i == 49 ? "y" : "v" + (i + 1), Map.of()));
    }
    OnnxModel model = model(nodes, List.of(), OnnxValue.of("v0", ElementType.FLOAT, ANY));
    Floats x = new Floats(Shape.of(10_000), new float[10_000]);
    run(model, Map.of("v0", x));
    // Fifty of them are twice the limit.
    assertThat(50L * 10_000 * Float.BYTES).isGreaterThan(LIMITS.bytes());
  }

  /** All numbers of a file that sizes, axes and counts could be, replaced by impossible ones. */
  @Test
  void impossibleNumbersEndInAMessage() {
    long seed = 20260801;
    Random random = new Random(seed);
    List<OnnxModel> models = WholeModels.small(seed);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      OnnxModel model = models.get(i % models.size());
      OnnxModel changed =
          new OnnxModel(
              8, model.operatorSets(), "", "", changed(model.graph(), random), Map.of(), "");
      boolean[] isRefused = new boolean[1];
      try {
        long allocated = allocated(() -> isRefused[0] = isRefused(changed, random));
        assertThat(allocated).isLessThan(MOST_ALLOCATED);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("model %d of seed %d".formatted(i, seed), e);
      }
      refused += isRefused[0] ? 1 : 0;
    }
    assertThat(refused).isBetween(200, 1900);
  }

  private static boolean isRefused(OnnxModel model, Random random) {
    try {
      Map<String, Value> inputs = new LinkedHashMap<>();
      for (OnnxValue input : model.graph().inputs()) {
        if (!input.name().equals("c0")) {
          inputs.put(input.name(), given(input, random));
        }
      }
      run(model, inputs);
      return false;
    } catch (InvalidDataException e) {
      return true;
    }
  }

  private static Value given(OnnxValue input, Random random) {
    int[] sizes =
        input.type().orElseThrow().shape().orElseThrow().stream()
            .mapToInt(axis -> axis instanceof Dimension.Fixed fixed ? (int) fixed.size() : 2)
            .toArray();
    Shape shape = new Shape(sizes);
    ElementType type = input.type().orElseThrow().elements();
    if (type == ElementType.FLOAT) {
      float[] floats = new float[shape.elements()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = random.nextFloat();
      }
      return new Floats(shape, floats);
    }
    return new Integers(type, shape, random.longs(shape.elements(), 1, 3).toArray());
  }

  private static OnnxGraph changed(OnnxGraph graph, Random random) {
    List<OnnxTensor> initializers = new ArrayList<>(graph.initializers());
    initializers.replaceAll(
        tensor -> {
          if (tensor.type() != ElementType.INT64 || random.nextInt(3) > 0) {
            return tensor;
          }
          long[] elements = tensor.longs();
          for (int i = 0; i < elements.length; i++) {
            elements[i] = random.nextBoolean() ? elements[i] : extreme(random);
          }
          return OnnxTensor.ofLongs(tensor.name(), tensor.shape(), elements);
        });
    List<OnnxNode> nodes = new ArrayList<>(graph.nodes());
    nodes.replaceAll(node -> changed(node, random));
    return new OnnxGraph(graph.name(), nodes, graph.inputs(), graph.outputs(), initializers);
  }

  private static OnnxNode changed(OnnxNode node, Random random) {
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (name, attribute) -> {
          if (attribute instanceof GraphValue body) {
            return new GraphValue(changed(body.value(), random));
          } else if (random.nextInt(8) > 0) {
            return attribute;
          } else if (attribute instanceof IntValue) {
            return new IntValue(extreme(random));
          } else if (attribute instanceof Ints list) {
            return new Ints(list.values().stream().map(each -> extreme(random)).toList());
          }
          return attribute;
        });
    return OnnxNode.of(node.operator(), node.inputs(), node.outputs(), attributes);
  }

  private static long extreme(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Integer.MAX_VALUE;
      case 3 -> Integer.MIN_VALUE;
      case 4 -> 1L << 32;
      case 5 -> 1L << random.nextInt(63);
      case 6 -> -1;
      case 7 -> 0;
      default -> random.nextInt(-3, 5);
    };
  }
}
