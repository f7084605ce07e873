package dev.carousel.benchmarks.languagemodel;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.carousel.benchmarks.libtorch.Libtorch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same language model in libtorch: its embedding, its fused LSTM of several layers, its linear
 * layer, log-softmax, and updates in place.
 */
public final class LibtorchLanguageModel implements LanguageModel, AutoCloseable {
  private final Settings settings;
  private final NDManager manager;
  private final Map<String, PtNDArray> weights = new LinkedHashMap<>();
  // Carousel has one bias where libtorch has two; the second one stays 0 and is not trained.
  private final PtNDArray secondBias;
  private PtNDArray hidden;
  private PtNDArray memory;

  /**
   * Builds the model.
   *
   * @param settings its sizes
   * @param libtorch the library
   * @param initial the weights of Carousel's model, by its names
   */
  public LibtorchLanguageModel(Settings settings, Libtorch libtorch, Map<String, float[]> initial) {
    this.settings = settings;
    this.manager = libtorch.newManager();
    int units = settings.units();
    put("embedding", initial.get("embedding.table"), settings.vocabulary(), units);
    for (int layer = 0; layer < settings.layers(); layer++) {
      String name = "recurrent." + layer + ".forward.";
      put(layer + "W", initial.get(name + "W"), 4L * units, units);
      put(layer + "U", initial.get(name + "U"), 4L * units, units);
      put(layer + "b", initial.get(name + "b"), 4L * units);
    }
    put("readout", initial.get("readout.W"), settings.vocabulary(), units);
    put("bias", initial.get("readout.b"), settings.vocabulary());
    float[] zeros = new float[settings.layers() * settings.batch() * units];
    hidden = Libtorch.tensor(manager, zeros, settings.layers(), settings.batch(), units);
    memory = Libtorch.tensor(manager, zeros, settings.layers(), settings.batch(), units);
    secondBias = Libtorch.tensor(manager, new float[4 * units], 4L * units);
  }

  private void put(String name, float[] values, long... shape) {
    weights.put(name, Libtorch.tensor(manager, values, shape));
  }

  @Override
  public float step(TokenBatch batch) {
    try (NDManager step = manager.newSubManager()) {
      JniUtils.setGradMode(true);
      Map<String, PtNDArray> leaves = new LinkedHashMap<>();
      weights.forEach((name, weight) -> leaves.put(name, Libtorch.leaf(weight, step, true)));
      PtNDArray loss = loss(batch, step, leaves);
      float before = loss.getFloat();
      JniUtils.backward(loss, Libtorch.tensor(step, new float[] {1}), false, false);
      JniUtils.setGradMode(false);
      update(leaves);
      return before;
    }
  }

  private PtNDArray loss(TokenBatch batch, NDManager step, Map<String, PtNDArray> leaves) {
    int rows = settings.tokens();
    PtNDArray ids = integers(step, batch.inputs(), settings.steps(), settings.batch());
    PtNDArray x = JniUtils.embedding(ids, leaves.get("embedding"), false);
    List<PtNDArray> stacked = new ArrayList<>();
    for (int layer = 0; layer < settings.layers(); layer++) {
      stacked.add(leaves.get(layer + "W"));
      stacked.add(leaves.get(layer + "U"));
      stacked.add(leaves.get(layer + "b"));
      stacked.add(Libtorch.leaf(secondBias, step, false));
    }
    NDList states =
        new NDList(Libtorch.leaf(hidden, step, false), Libtorch.leaf(memory, step, false));
    NDList results =
        JniUtils.lstm(
            x,
            states,
            new NDList(stacked.toArray(PtNDArray[]::new)),
            true,
            settings.layers(),
            0,
            true,
            false,
            false);
    hidden = carried(hidden, (PtNDArray) results.get(1));
    memory = carried(memory, (PtNDArray) results.get(2));
    PtNDArray outputs =
        JniUtils.reshape((PtNDArray) results.get(0), new long[] {rows, settings.units()});
    PtNDArray logits = JniUtils.linear(outputs, leaves.get("readout"), leaves.get("bias"));
    PtNDArray logarithms = JniUtils.logSoftmax(logits, 1, DataType.FLOAT32);
    PtNDArray chosen = JniUtils.gather(logarithms, integers(step, batch.targets(), rows, 1), 1);
    return JniUtils.neg(JniUtils.mean(chosen));
  }

  private static PtNDArray integers(NDManager step, int[] values, long... shape) {
    return (PtNDArray)
        step.create(Arrays.stream(values).asLongStream().toArray(), new Shape(shape));
  }

  /** Keeps a final state's value, without its graph, for the next mini-batch. */
  private PtNDArray carried(PtNDArray before, PtNDArray finalState) {
    PtNDArray value = JniUtils.detachGradient(finalState);
    value.attach(manager);
    before.close();
    return value;
  }

  /** Clipping at the global norm and the descent step, in two passes over each gradient. */
  private void update(Map<String, PtNDArray> leaves) {
    Map<String, PtNDArray> gradients = new LinkedHashMap<>();
    double sum = 0;
    for (Map.Entry<String, PtNDArray> leaf : leaves.entrySet()) {
      PtNDArray gradient = JniUtils.getGradient(leaf.getValue());
      gradients.put(leaf.getKey(), gradient);
      float norm = gradient.norm(false).getFloat();
      sum += (double) norm * norm;
    }
    double scale = Math.min(1, settings.clipNorm() / Math.sqrt(sum));
    float factor = (float) (-settings.learningRate() * scale);
    gradients.forEach((name, gradient) -> weights.get(name).addi(gradient.muli(factor)));
  }

  @Override
  public void close() {
    manager.close();
  }
}
