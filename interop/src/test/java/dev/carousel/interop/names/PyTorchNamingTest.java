package dev.carousel.interop.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.lstm.LstmProjection;
import dev.carousel.cells.peephole.PeepholeLstm;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.interchange.WeightFile;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceModel;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.optim.Sgd;
import dev.carousel.optim.Updates;
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
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchNamingTest {
  private final Kernels kernels = new EjmlKernels();

  @TempDir private Path folder;

  static List<PyTorchCases.Layers> layers() throws IOException {
    return PyTorchCases.layers();
  }

  private static Cell cell(PyTorchCases.Layers layers) {
    int units = layers.number("units");
    int projection = layers.number("projection");
    return switch (layers.cell()) {
      case "lstm" -> projection > 0 ? new LstmProjection(units, projection, 1) : new Lstm(units, 1);
      case "gru" -> new Gru(units, Gru.Reset.AFTER);
      case "rnn_tanh" -> new Rnn(units, Rnn.Activation.TANH);
      default -> new Rnn(units, Rnn.Activation.RELU);
    };
  }

  private Recurrent recurrent(RecurrentStack stack, int inputs) {
    return new Recurrent(
        "recurrent", stack, inputs, kernels, new UniformInitializer(1), new RandomStream(3));
  }

  /** Puts PyTorch's tensors into a file, as its user would, and the file into a model. */
  private void load(Map<String, Shape> tensors, List<Parameter> parameters) throws IOException {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    tensors.forEach(
        (name, shape) ->
            stored.put(
                name,
                kernels.tensor(
                    StoredCases.numbers(stored.size(), shape.elements()), shape.sizes())));
    Path file = folder.resolve("pytorch.safetensors");
    Safetensors.write(file, stored, kernels, Map.of("format", "pt"));
    WeightFile.load(file, parameters, new PyTorchNaming(), kernels);
  }

  private static Map<String, Shape> named(String prefix, Map<String, Shape> tensors) {
    Map<String, Shape> named = new LinkedHashMap<>();
    tensors.forEach((name, shape) -> named.put(prefix + name, shape));
    return named;
  }

  /**
   * 1e-5 of the largest: sums of at most 15 products, in another order, over 4 steps, forwards and
   * backwards.
   */
  private static void assertClose(float[] actual, float[] expected, String what) {
    assertThat(actual).hasSameSizeAs(expected);
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as("%s, element %d", what, i)
          .isCloseTo(expected[i], within(1e-5f * largest));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void importedLayersComputeWhatPyTorchDoesAndItsGradients(PyTorchCases.Layers layers)
      throws IOException {
    RecurrentStack stack =
        new RecurrentStack(cell(layers), layers.number("layers"), layers.bidirectional(), 0);
    Recurrent recurrent = recurrent(stack, layers.number("inputs"));
    load(named("recurrent.", layers.tensors()), recurrent.parameters());

    int steps = layers.number("steps");
    int batch = layers.number("batch");
    Parameter input = given("input", layers.given(0), 0, steps * batch, layers.number("inputs"));
    List<String> kinds = layers.cell().equals("lstm") ? List.of("h", "c") : List.of("h");
    List<Parameter> initial = new ArrayList<>();
    for (int line = 0; line < stack.layers() * stack.directions(); line++) {
      for (String kind : kinds) {
        int width = kind.equals("h") ? layers.outputs() : layers.number("units");
        float[] all = layers.given(kind.equals("h") ? 1 : 2);
        initial.add(given(kind, all, line, batch, width));
      }
    }
    int[] lengths = new int[batch];
    Arrays.fill(lengths, steps);
    Tape tape = Tape.training(kernels, new RandomStream(1));
    Recurrent.Output output =
        recurrent.apply(
            tape.parameter(input), steps, lengths, initial.stream().map(tape::parameter).toList());

    assertClose(kernels.toArray(output.sequence().value()), layers.result("output"), "outputs");
    Variable sum = weighted(output.sequence(), layers.factors("output"), 0);
    for (int i = 0; i < initial.size(); i++) {
      String kind = initial.get(i).name();
      int line = i / kinds.size();
      Variable state = output.finalStates().get(i);
      assertClose(
          kernels.toArray(state.value()),
          line(layers.result(kind), line, state.value()),
          "final " + kind);
      sum = Elementwise.plus(sum, weighted(state, layers.factors(kind), line));
    }

    recurrent.parameters().forEach(parameter -> kernels.fill(parameter.gradient(), 0));
    tape.backward(sum);
    assertClose(kernels.toArray(input.gradient()), layers.gradient("input"), "gradient of input");
    for (int i = 0; i < initial.size(); i++) {
      Parameter state = initial.get(i);
      assertClose(
          kernels.toArray(state.gradient()),
          line(layers.gradient(state.name()), i / kinds.size(), state.gradient()),
          "gradient of initial " + state.name());
    }
    requireGradients(layers, recurrent.parameters());
  }

  /**
   * A gradient has its weight's layout, so it is written as if it were one. Of the two biases'
   * gradients, which are equal but inside the reset of a GRU, a file has one.
   */
  private void requireGradients(PyTorchCases.Layers layers, List<Parameter> parameters)
      throws IOException {
    for (Parameter parameter : parameters) {
      kernels.write(parameter.value(), kernels.toArray(parameter.gradient()));
    }
    Path file = folder.resolve("gradients.safetensors");
    WeightFile.write(file, parameters, new PyTorchNaming(), kernels, Map.of());
    Map<String, Safetensors.Values> written = Safetensors.read(file).tensors();
    int units = layers.number("units");
    for (String name : layers.tensors().keySet()) {
      float[] actual = written.get("recurrent." + name).values();
      if (name.startsWith("bias_hh")) {
        String first = "recurrent." + name.replace("_hh", "_ih");
        int equal = layers.cell().equals("gru") ? 2 * units : actual.length;
        System.arraycopy(written.get(first).values(), 0, actual, 0, equal);
      }
      assertClose(actual, layers.gradient(name), "gradient of " + name);
    }
  }

  private Parameter given(String name, float[] all, int line, int rows, int columns) {
    Tensor value = kernels.zeros(rows, columns);
    kernels.write(value, line(all, line, value));
    return new Parameter(name, value, kernels.zeros(rows, columns));
  }

  private Variable weighted(Variable result, float[] factors, int line) {
    int[] sizes = result.value().shape().sizes();
    Tensor own = kernels.tensor(line(factors, line, result.value()), sizes);
    return Reductions.sum(Elementwise.times(result, result.tape().constant(own)), 1);
  }

  /** The part of a state's numbers that belongs to a layer and direction. */
  private static float[] line(float[] all, int line, Tensor like) {
    int count = like.shape().elements();
    return Arrays.copyOfRange(all, line * count, (line + 1) * count);
  }

  /**
   * An imported model goes on learning as it would have in PyTorch. Of its two biases Carousel has
   * the sum; where PyTorch trains both, the sum moves twice as fast.
   */
  @ParameterizedTest
  @ValueSource(strings = {"firstBiasAlone", "bothBiases"})
  void importedModelsGoOnLearning(String biases) throws IOException {
    int vocabulary = 7;
    int units = 5;
    RecurrentStack stack = new RecurrentStack(new Lstm(units, 1), 2, false, 0);
    SequenceModel model =
        SequenceModel.of(
            new Signature(new Signature.Tokens(vocabulary), vocabulary, true, true),
            Optional.empty(),
            OptionalInt.of(3),
            stack,
            0,
            new UniformInitializer(1),
            kernels,
            new RandomStream(5));
    Map<String, Shape> tensors = new LinkedHashMap<>();
    tensors.put("embedding.weight", Shape.of(vocabulary, 3));
    tensors.putAll(named("recurrent.", PyTorchCases.state("lstm", 3, units, 0, 2, 1)));
    tensors.put("readout.weight", Shape.of(vocabulary, units));
    tensors.put("readout.bias", Shape.of(vocabulary));
    load(tensors, model.parameters());

    int[] read = new int[18];
    int[] wanted = new int[18];
    for (int i = 0; i < read.length; i++) {
      read[i] = (3 * i + i / 5) % vocabulary;
      wanted[i] = (2 * i + i / 4) % vocabulary;
    }
    Batch batch =
        new Batch(
            6, 3, new int[] {6, 6, 6}, new Inputs.Tokens(read), new Targets.Labels(wanted), false);
    float[] expected = StoredCases.floats(PyTorchCases.stored().get("training").get(biases));
    Updates updates = new Sgd(0.5, 0).start(kernels, model.parameters());
    float[] losses = new float[expected.length];
    for (int step = 0; step < losses.length; step++) {
      Tape tape = Tape.training(kernels, new RandomStream(1));
      Variable loss = model.loss(tape, batch, new CrossEntropy());
      losses[step] = kernels.toArray(loss.value())[0];
      model.parameters().forEach(parameter -> kernels.fill(parameter.gradient(), 0));
      tape.backward(loss);
      if (biases.equals("bothBiases")) {
        model.parameters().stream()
            .filter(parameter -> parameter.name().matches("recurrent.*\\.b"))
            .forEach(this::doubleGradient);
      }
      updates.step(0.5);
    }
    assertClose(losses, expected, "losses");
  }

  private void doubleGradient(Parameter parameter) {
    float[] gradient = kernels.toArray(parameter.gradient());
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= 2;
    }
    kernels.write(parameter.gradient(), gradient);
  }

  @Test
  void tensorsHaveTheNamesAndShapesOfStateDict() throws IOException {
    RecurrentStack stack = new RecurrentStack(new LstmProjection(5, 2, 1), 2, true, 0);
    List<Parameter> parameters = recurrent(stack, 3).parameters();
    Path file = folder.resolve("t.safetensors");
    WeightFile.write(file, parameters, new PyTorchNaming(), kernels, Map.of());

    Map<String, Shape> expected = named("recurrent.", PyTorchCases.state("lstm", 3, 5, 2, 2, 2));
    Map<String, Safetensors.Values> tensors = Safetensors.read(file).tensors();
    assertThat(tensors).containsOnlyKeys(expected.keySet());
    expected.forEach((name, shape) -> assertThat(tensors.get(name).shape()).isEqualTo(shape));
    assertThat(tensors.get("recurrent.bias_hh_l1_reverse").values()).containsOnly(0);
    assertThat(tensors.get("recurrent.bias_ih_l1_reverse").values()).doesNotContain(0);
  }

  /** Noise in training is no part of the layer. */
  @Test
  void layersAreRecognisedByTheirEquations() throws IOException {
    Path file = folder.resolve("t.safetensors");
    for (Cell cell :
        List.of(
            new VariationalDropout(new Lstm(4, 1), 0.1, 0.2),
            new PeepholeLstm(4, 1, PeepholeLstm.Ablation.NP))) {
      WeightFile.write(
          file,
          recurrent(RecurrentStack.of(cell), 3).parameters(),
          new PyTorchNaming(),
          kernels,
          Map.of());
      assertThat(Safetensors.read(file).tensors()).containsKey("recurrent.weight_ih_l0");
    }
  }

  @Test
  void otherLayersAreRefused() {
    List<Parameter> parameters =
        recurrent(new RecurrentStack(new Gru(4, Gru.Reset.BEFORE), 1, true, 0), 3).parameters();
    assertThatThrownBy(() -> new PyTorchNaming().layouts(parameters))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the layer 'recurrent.0.forward' has equations that no layer of PyTorch has; these are"
                + " LSTM, LSTM with proj_size, GRU (reset after the product) and RNN (tanh or relu),"
                + " and every model has Carousel's own names");
  }
}
