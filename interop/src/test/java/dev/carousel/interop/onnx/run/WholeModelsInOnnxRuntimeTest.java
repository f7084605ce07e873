package dev.carousel.interop.onnx.run;

import ai.onnxruntime.OrtException;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whole models beside ONNX Runtime: any sizes, lengths and weights, one step and one sequence. */
class WholeModelsInOnnxRuntimeTest {
  @Provide
  Arbitrary<String> operators() {
    return Arbitraries.of("LSTM", "GRU", "RNN");
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void taggers(
      @ForAll("operators") String operator,
      @ForAll @IntRange(min = 14, max = 26) int operatorSet,
      @ForAll @IntRange(min = 1, max = 3) int layers,
      @ForAll @IntRange(min = 1, max = 9) int units,
      @ForAll @IntRange(min = 1, max = 6) int steps,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll long seed)
      throws OrtException {
    Random random = new Random(seed);
    OnnxModel model =
        WholeModels.tagger(operatorSet, operator, layers, 11, 5, units, 4, random.nextLong());
    Map<String, Value> inputs = new LinkedHashMap<>();
    inputs.put(
        "ids",
        new Integers(
            ElementType.INT64,
            Shape.of(steps, batch),
            random.longs((long) steps * batch, 0, 11).toArray()));
    inputs.put(
        "lengths",
        new Integers(
            ElementType.INT32, Shape.of(batch), random.longs(batch, 1, steps + 1).toArray()));
    requireAgreement(model, inputs);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void classifiers(
      @ForAll @IntRange(min = 14, max = 26) int operatorSet,
      @ForAll @IntRange(min = 1, max = 6) int steps,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll boolean states,
      @ForAll long seed)
      throws OrtException {
    OnnxModel model = WholeModels.classifier(operatorSet, seed);
    Map<String, Value> x = Map.of("x", floats(new Random(seed), steps, batch, 3));
    if (!states) {
      requireAgreement(model, x);
      return;
    }
    Floats c0 = floats(new Random(seed + 1), 1, batch, 4);
    Map<String, Value> both = new LinkedHashMap<>(x);
    both.put("c0", c0);
    // ONNX Runtime for Java refuses inputs that have a default, so there it is another one.
    Closeness.requireClose(
        "output", InOnnxRuntime.run(withInitializer(model, "c0", c0), x), run(model, both));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void scans(
      @ForAll @IntRange(min = 14, max = 26) int operatorSet,
      @ForAll @IntRange(min = 1, max = 5) int units,
      @ForAll @IntRange(min = 1, max = 6) int steps,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll long seed)
      throws OrtException {
    requireAgreement(
        WholeModels.scanned(operatorSet, units, 2, seed),
        Map.of("x", floats(new Random(seed), batch, steps, 2)));
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void mixtures(@ForAll @IntRange(min = 18, max = 26) int operatorSet, @ForAll long seed)
      throws OrtException {
    requireAgreement(
        WholeModels.mixture(operatorSet, seed), Map.of("x", floats(new Random(seed), 3, 3)));
  }

  private static void requireAgreement(OnnxModel model, Map<String, Value> inputs)
      throws OrtException {
    Closeness.requireClose("output", InOnnxRuntime.run(model, inputs), run(model, inputs));
  }

  private static Map<String, Value> run(OnnxModel model, Map<String, Value> inputs) {
    return OnnxProgram.of(model, new EjmlKernels(), OnnxLimits.usual()).run(inputs);
  }

  private static OnnxModel withInitializer(OnnxModel model, String name, Value value) {
    List<OnnxTensor> initializers = new ArrayList<>(model.graph().initializers());
    initializers.replaceAll(each -> each.name().equals(name) ? OneNode.tensor(name, value) : each);
    OnnxGraph graph =
        new OnnxGraph(
            model.graph().name(),
            model.graph().nodes(),
            model.graph().inputs(),
            model.graph().outputs(),
            initializers);
    return new OnnxModel(model.irVersion(), model.operatorSets(), "", "", graph, Map.of(), "");
  }

  private static Floats floats(Random random, int... sizes) {
    Shape shape = Shape.of(sizes);
    float[] elements = new float[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return new Floats(shape, elements);
  }
}
