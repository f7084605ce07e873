package dev.carousel.benchmarks.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code interop} keeps as PyTorch's answers is what libtorch gives. With {@code
 * -Dgolden=true} the answers are written instead.
 */
class StoredCasesTest {
  private static final Path FILE = Path.of("../interop/src/test/resources/pytorch.json");
  private static final int VOCABULARY = 7;
  private static final int WIDTH = 3;
  private static final int UNITS = 5;
  private static final int LAYERS = 2;
  private static final int STEPS = 6;
  private static final int BATCH = 3;
  private static final float RATE = 0.5f;

  private final Libtorch libtorch = new Libtorch(1);
  private final NDManager manager = libtorch.newManager();

  @AfterEach
  void close() {
    JniUtils.setGradMode(true);
    manager.close();
    libtorch.close();
  }

  @Test
  void libtorchGivesTheStoredAnswers() throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode stored = (ObjectNode) mapper.readTree(Files.readString(FILE));
    ObjectNode computed = stored.deepCopy();
    computed.get("layers").forEach(each -> answer((ObjectNode) each));
    ObjectNode training = (ObjectNode) computed.get("training");
    training.set("firstBiasAlone", list(losses(false)));
    training.set("bothBiases", list(losses(true)));
    if (Boolean.getBoolean("golden")) {
      Files.writeString(FILE, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(computed));
      return;
    }
    assertClose(computed, stored, "");
  }

  /** 1e-6: processors differ in the order of sums. */
  private static void assertClose(JsonNode computed, JsonNode stored, String path) {
    if (stored.isFloatingPointNumber()) {
      double allowed = 1e-6 * Math.max(1, Math.abs(stored.doubleValue()));
      assertThat(computed.doubleValue()).as(path).isCloseTo(stored.doubleValue(), within(allowed));
      return;
    }
    assertThat(computed.size()).as(path).isEqualTo(stored.size());
    for (int i = 0; stored.isArray() && i < stored.size(); i++) {
      assertClose(computed.get(i), stored.get(i), path + "/" + i);
    }
    for (Map.Entry<String, JsonNode> member : stored.properties()) {
      assertClose(computed.get(member.getKey()), member.getValue(), path + "/" + member.getKey());
    }
  }

  private static ArrayNode list(float[] values) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  /** The formula that the file states. */
  private static float[] numbers(int j, long count) {
    float[] values = new float[(int) count];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (0.5 * StrictMath.sin(1.3 * k + 0.7 * j + 0.2));
    }
    return values;
  }

  private PtNDArray tensor(int j, long... shape) {
    return Libtorch.tensor(manager, numbers(j, new Shape(shape).size()), shape);
  }

  /** The shapes of state_dict(), in its order. */
  private static Map<String, long[]> state(
      String cell, int inputs, int units, int projection, int layers, int directions) {
    int rows = units * (cell.equals("lstm") ? 4 : cell.equals("gru") ? 3 : 1);
    int outputs = projection > 0 ? projection : units;
    Map<String, long[]> tensors = new LinkedHashMap<>();
    for (int i = 0; i < layers * directions; i++) {
      String end = "_l" + i / directions + (i % directions == 1 ? "_reverse" : "");
      tensors.put(
          "weight_ih" + end, new long[] {rows, i < directions ? inputs : outputs * directions});
      tensors.put("weight_hh" + end, new long[] {rows, outputs});
      tensors.put("bias_ih" + end, new long[] {rows});
      tensors.put("bias_hh" + end, new long[] {rows});
      if (projection > 0) {
        tensors.put("weight_hr" + end, new long[] {projection, units});
      }
    }
    return tensors;
  }

  private void answer(ObjectNode layers) {
    JniUtils.setGradMode(true);
    String cell = layers.get("cell").stringValue();
    int inputs = layers.get("inputs").intValue();
    int units = layers.get("units").intValue();
    int projection = layers.get("projection").intValue();
    int count = layers.get("layers").intValue();
    boolean both = layers.get("bidirectional").booleanValue();
    long batch = layers.get("batch").longValue();
    int directions = both ? 2 : 1;
    Map<String, PtNDArray> leaves = new LinkedHashMap<>();
    state(cell, inputs, units, projection, count, directions)
        .forEach((name, shape) -> leaves.put(name, leaf(leaves.size(), shape)));
    NDList weights = new NDList(leaves.values().toArray(PtNDArray[]::new));
    int next = weights.size();
    PtNDArray x = leaf(next, layers.get("steps").longValue(), batch, inputs);
    int lines = count * directions;
    PtNDArray h = leaf(next + 1, lines, batch, projection > 0 ? projection : units);
    PtNDArray c = leaf(next + 2, lines, batch, units);
    leaves.put("input", x);
    leaves.put("h", h);
    if (cell.equals("lstm")) {
      leaves.put("c", c);
    }
    NDList results =
        switch (cell) {
          case "lstm" ->
              JniUtils.lstm(x, new NDList(h, c), weights, true, count, 0, false, both, false);
          case "gru" -> JniUtils.gru(x, h, weights, true, count, 0, false, both, false);
          case "rnn_tanh" ->
              JniUtils.rnn(x, h, weights, true, count, RNN.Activation.TANH, 0, false, both, false);
          default ->
              JniUtils.rnn(x, h, weights, true, count, RNN.Activation.RELU, 0, false, both, false);
        };
    List<String> keys = cell.equals("lstm") ? List.of("output", "h", "c") : List.of("output", "h");
    PtNDArray sum = Libtorch.tensor(manager, new float[1]);
    for (int i = 0; i < keys.size(); i++) {
      PtNDArray result = (PtNDArray) results.get(i);
      layers.set(keys.get(i), list(Libtorch.values(result)));
      PtNDArray factors = tensor(leaves.size() + i, result.getShape().getShape());
      sum = JniUtils.add(sum, JniUtils.sum(JniUtils.mul(result, factors)));
    }
    JniUtils.backward(sum, Libtorch.tensor(manager, new float[] {1}), false, false);
    ObjectNode gradients = layers.putObject("gradients");
    leaves.forEach(
        (name, leaf) -> gradients.set(name, list(Libtorch.values(JniUtils.getGradient(leaf)))));
  }

  private PtNDArray leaf(int j, long... shape) {
    return Libtorch.leaf(tensor(j, shape), manager, true);
  }

  /** Losses of a small language model, each before its update. */
  private float[] losses(boolean bothBiases) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("embedding", new long[] {VOCABULARY, WIDTH});
    shapes.putAll(state("lstm", WIDTH, UNITS, 0, LAYERS, 1));
    shapes.put("weight", new long[] {VOCABULARY, UNITS});
    shapes.put("bias", new long[] {VOCABULARY});
    Map<String, PtNDArray> weights = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> weights.put(name, tensor(weights.size(), shape)));
    float[] losses = new float[20];
    for (int step = 0; step < losses.length; step++) {
      JniUtils.setGradMode(true);
      Map<String, PtNDArray> leaves = new LinkedHashMap<>();
      weights.forEach(
          (name, weight) ->
              leaves.put(
                  name, Libtorch.leaf(weight, manager, bothBiases || !name.startsWith("bias_hh"))));
      PtNDArray loss = loss(leaves);
      losses[step] = loss.getFloat();
      JniUtils.backward(loss, Libtorch.tensor(manager, new float[] {1}), false, false);
      JniUtils.setGradMode(false);
      leaves.forEach(
          (name, leaf) -> {
            if (bothBiases || !name.startsWith("bias_hh")) {
              weights.get(name).subi(JniUtils.getGradient(leaf).mul(RATE));
            }
          });
    }
    return losses;
  }

  private PtNDArray loss(Map<String, PtNDArray> leaves) {
    long[] read = new long[STEPS * BATCH];
    long[] wanted = new long[STEPS * BATCH];
    for (int i = 0; i < read.length; i++) {
      read[i] = (3 * i + i / 5) % VOCABULARY;
      wanted[i] = (2 * i + i / 4) % VOCABULARY;
    }
    List<PtNDArray> recurrent = new ArrayList<>();
    leaves.forEach(
        (name, leaf) -> {
          if (name.contains("_l")) {
            recurrent.add(leaf);
          }
        });
    PtNDArray ids = (PtNDArray) manager.create(read, new Shape(STEPS, BATCH));
    PtNDArray x = JniUtils.embedding(ids, leaves.get("embedding"), false);
    float[] zeros = new float[LAYERS * BATCH * UNITS];
    NDList states =
        new NDList(
            Libtorch.tensor(manager, zeros, LAYERS, BATCH, UNITS),
            Libtorch.tensor(manager, zeros, LAYERS, BATCH, UNITS));
    NDList results =
        JniUtils.lstm(
            x,
            states,
            new NDList(recurrent.toArray(PtNDArray[]::new)),
            true,
            LAYERS,
            0,
            true,
            false,
            false);
    PtNDArray h = JniUtils.reshape((PtNDArray) results.get(0), new long[] {STEPS * BATCH, UNITS});
    PtNDArray logits = JniUtils.linear(h, leaves.get("weight"), leaves.get("bias"));
    PtNDArray logarithms = JniUtils.logSoftmax(logits, 1, DataType.FLOAT32);
    PtNDArray labels = (PtNDArray) manager.create(wanted, new Shape(STEPS * BATCH, 1));
    return JniUtils.neg(JniUtils.mean(JniUtils.gather(logarithms, labels, 1)));
  }
}
