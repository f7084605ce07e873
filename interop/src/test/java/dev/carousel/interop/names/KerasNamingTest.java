package dev.carousel.interop.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.lstm.LstmProjection;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.data.InvalidDataException;
import dev.carousel.interchange.WeightFile;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Embedding;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.random.RandomStream;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.train.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Models with weights in Keras' layouts compute what Keras does. */
class KerasNamingTest {
  private static final int TOKENS = 6;
  private static final int WIDTH = 3;
  private static final int UNITS = 5;
  private static final int CLASSES = 4;

  private final Kernels kernels = new EjmlKernels();
  private final RandomStream random = new RandomStream(11);

  @TempDir private Path folder;

  /** The layers of Keras, stacked and in both directions, too. */
  private record Kind(String name, Cell cell, int gates, int layers, boolean bidirectional) {
    boolean resetAfter() {
      return name.equals("GRU, reset_after");
    }

    int directions() {
      return bidirectional ? 2 : 1;
    }

    /** What the tensors of a layer in one direction begin with. */
    String prefix(int layer, int direction) {
      String of = direction == 1 ? "backward." : "forward.";
      return "recurrent." + layer + "." + (bidirectional ? of : "");
    }

    @Override
    public String toString() {
      return name + " x " + layers + (bidirectional ? ", Bidirectional" : "");
    }
  }

  static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (int layers = 1; layers <= 2; layers++) {
      for (boolean both : new boolean[] {false, true}) {
        kinds.add(new Kind("LSTM", new Lstm(UNITS, 1), 4, layers, both));
        kinds.add(new Kind("GRU, reset_after", new Gru(UNITS, Gru.Reset.AFTER), 3, layers, both));
        kinds.add(new Kind("GRU", new Gru(UNITS, Gru.Reset.BEFORE), 3, layers, both));
        kinds.add(new Kind("SimpleRNN", new Rnn(UNITS, Rnn.Activation.TANH), 1, layers, both));
        kinds.add(
            new Kind("SimpleRNN, relu", new Rnn(UNITS, Rnn.Activation.RELU), 1, layers, both));
      }
    }
    return kinds;
  }

  /** Embedding, recurrent layers and a Dense layer at every step. */
  private final class Network {
    final Embedding embedding =
        new Embedding(
            "embedding",
            new Signature.Tokens(TOKENS),
            WIDTH,
            kernels,
            new UniformInitializer(1),
            random);
    final RecurrentStack stack;
    final Recurrent recurrent;
    final Dense readout;

    Network(Kind kind) {
      stack = new RecurrentStack(kind.cell(), kind.layers(), kind.bidirectional(), 0);
      recurrent =
          new Recurrent("recurrent", stack, WIDTH, kernels, new UniformInitializer(1), random);
      readout =
          new Dense(
              "readout", stack.outputs(), CLASSES, kernels, new UniformInitializer(1), random);
    }

    List<Parameter> parameters() {
      List<Parameter> all = new ArrayList<>(embedding.parameters());
      all.addAll(recurrent.parameters());
      all.addAll(readout.parameters());
      return all;
    }

    float[] outputs(int[] ids, List<float[]> states) {
      Tape tape = Tape.prediction(kernels);
      List<Variable> initial = new ArrayList<>();
      for (float[] state : states) {
        initial.add(tape.constant(kernels.tensor(state, 1, state.length)));
      }
      Variable h =
          recurrent
              .apply(embedding.apply(tape, ids), ids.length, new int[] {ids.length}, initial)
              .sequence();
      return kernels.toArray(readout.apply(h).value());
    }
  }

  private static Map<String, Shape> tensors(Kind kind) {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    tensors.put("embedding.embeddings", Shape.of(TOKENS, WIDTH));
    int columns = kind.gates() * UNITS;
    int width = WIDTH;
    for (int layer = 0; layer < kind.layers(); layer++) {
      for (int direction = 0; direction < kind.directions(); direction++) {
        String prefix = kind.prefix(layer, direction);
        tensors.put(prefix + "kernel", Shape.of(width, columns));
        tensors.put(prefix + "recurrent_kernel", Shape.of(UNITS, columns));
        tensors.put(prefix + "bias", kind.resetAfter() ? Shape.of(2, columns) : Shape.of(columns));
      }
      width = kind.directions() * UNITS;
    }
    tensors.put("readout.kernel", Shape.of(width, CLASSES));
    tensors.put("readout.bias", Shape.of(CLASSES));
    return tensors;
  }

  static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    for (JsonNode stored : StoredCases.read("keras.json").get("cases")) {
      Kind kind =
          kinds().stream()
              .filter(
                  each ->
                      each.name().equals(stored.get("layer").stringValue())
                          && each.layers() == stored.get("layers").intValue()
                          && each.bidirectional() == stored.get("bidirectional").booleanValue())
              .findFirst()
              .orElseThrow();
      cases.add(Arguments.of(kind, StoredCases.floats(stored.get("output"))));
    }
    return cases;
  }

  @Test
  void everyKindHasAnAnswer() throws IOException {
    assertThat(cases())
        .extracting(each -> each.get()[0])
        .containsExactlyInAnyOrderElementsOf(kinds());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void importedModelsComputeWhatKerasDoes(Kind kind, float[] answer) throws IOException {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    tensors(kind)
        .forEach(
            (name, shape) ->
                stored.put(
                    name,
                    kernels.tensor(
                        StoredCases.numbers(stored.size(), shape.elements()), shape.sizes())));
    Path file = folder.resolve("keras.safetensors");
    Safetensors.write(file, stored, kernels, Map.of());
    Network network = new Network(kind);
    WeightFile.load(file, network.parameters(), new KerasNaming(), kernels);

    List<float[]> states = new ArrayList<>();
    int count = kind.layers() * kind.directions() * (kind.name().equals("LSTM") ? 2 : 1);
    for (int i = 0; i < count; i++) {
      states.add(StoredCases.numbers(stored.size() + i, UNITS));
    }
    float[] outputs = network.outputs(new int[] {3, 0, 5, 3}, states);
    assertThat(outputs).hasSameSizeAs(answer);
    for (int i = 0; i < outputs.length; i++) {
      // Float sums of at most 15 numbers below 1, through two layers and four steps.
      assertThat(outputs[i]).as("element " + i).isCloseTo(answer[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tensorsHaveKerasShapes(Kind kind) throws IOException {
    Path file = folder.resolve("t.safetensors");
    WeightFile.write(file, new Network(kind).parameters(), new KerasNaming(), kernels, Map.of());
    Map<String, Shape> written = new LinkedHashMap<>();
    Safetensors.read(file).tensors().forEach((name, values) -> written.put(name, values.shape()));
    assertThat(written).isEqualTo(tensors(kind));
  }

  @Test
  void secondBiasesAreZeroButInsideTheReset() throws IOException {
    Kind kind = new Kind("GRU, reset_after", new Gru(UNITS, Gru.Reset.AFTER), 3, 1, false);
    Path file = folder.resolve("t.safetensors");
    WeightFile.write(file, new Network(kind).parameters(), new KerasNaming(), kernels, Map.of());
    float[] bias = Safetensors.read(file).tensors().get("recurrent.0.bias").values();
    assertThat(Arrays.copyOfRange(bias, 0, 3 * UNITS)).doesNotContain(0);
    assertThat(Arrays.copyOfRange(bias, 3 * UNITS, 5 * UNITS)).containsOnly(0);
    assertThat(Arrays.copyOfRange(bias, 5 * UNITS, 6 * UNITS)).doesNotContain(0);
  }

  @Test
  void otherLayersAreRefused() {
    Network network =
        new Network(new Kind("projected", new LstmProjection(UNITS, 2, 1), 4, 1, false));
    assertThatThrownBy(() -> new KerasNaming().layouts(network.parameters()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the layer 'recurrent.0.forward' has equations that no layer of Keras has; these are"
                + " LSTM, GRU (reset_after or not) and SimpleRNN (tanh or relu), and every model"
                + " has Carousel's own names");
  }
}
