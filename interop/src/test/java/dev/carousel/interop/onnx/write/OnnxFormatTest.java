package dev.carousel.interop.onnx.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.gru.Mgu;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.recurrence.Activation;
import dev.carousel.interop.onnx.recurrence.ActivationFunction;
import dev.carousel.interop.onnx.recurrence.OnnxLstm;
import dev.carousel.layer.AdaptiveSoftmax;
import dev.carousel.layer.ConvolutionalFrontEnd;
import dev.carousel.layer.ConvolutionalFrontEnd.ConvolutionalLayer;
import dev.carousel.layer.ConvolutionalFrontEnd.Pool;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.layer.SequenceInput;
import dev.carousel.layer.SequenceModel;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.pooling.AttentionPooling;
import dev.carousel.pooling.MaxPooling;
import dev.carousel.pooling.MeanPooling;
import dev.carousel.pooling.Pooling;
import dev.carousel.pooling.SequenceClassifier;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.FrameShape;
import dev.carousel.tensor.Kernels;
import dev.carousel.timeseries.model.Autoencoder;
import dev.carousel.timeseries.model.AutoregressiveForecaster;
import dev.carousel.timeseries.model.DecodingForecaster;
import dev.carousel.timeseries.model.Forecaster;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import dev.carousel.transduction.EncoderDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxFormatTest {
  private static final Initializer INITIALIZER = new UniformInitializer(0.4);
  private static final Kernels KERNELS = new EjmlKernels();
  private static final Signature FEATURES = new Signature(new Signature.Features(3), 2, false);
  private static final Signature WORDS = new Signature(new Signature.Tokens(9), 9, true);
  private static final Signature AHEAD = new Signature(new Signature.Ahead(1, 0, 2, 4), 1, true);

  @TempDir Path folder;

  private static Model built(Architecture architecture, Signature signature) {
    return architecture.build(signature, KERNELS, new RandomStream(3));
  }

  private static Model plain(RecurrentStack stack, Signature signature) {
    return built(new SequenceArchitecture(stack, OptionalInt.of(4), 0.1, INITIALIZER), signature);
  }

  private static Model classifier(Cell cell, Pooling pooling) {
    RecurrentStack stack = new RecurrentStack(cell, 2, true, 0);
    return built(
        new SequenceClassifier(stack, pooling, OptionalInt.empty(), 0, 0, INITIALIZER), FEATURES);
  }

  private static OnnxGraph graph(Model model) {
    return OnnxFormat.model(model, KERNELS, Map.of()).graph();
  }

  private static List<String> described(List<OnnxValue> values) {
    List<String> described = new ArrayList<>();
    for (OnnxValue value : values) {
      OnnxValue.Type type = value.type().orElseThrow();
      List<String> sizes = type.shape().orElseThrow().stream().map(OnnxFormatTest::size).toList();
      described.add(value.name() + " " + type.elements() + sizes);
    }
    return described;
  }

  private static String size(Dimension dimension) {
    if (dimension instanceof Dimension.Fixed fixed) {
      return Long.toString(fixed.size());
    }
    return dimension instanceof Dimension.Symbol symbol ? symbol.name() : "?";
  }

  @Test
  void inputsAndOutputsSayWhatTheyAre() {
    OnnxGraph graph = graph(plain(new RecurrentStack(new Lstm(5, 1), 2, false, 0), WORDS));
    assertThat(described(graph.inputs()))
        .containsExactly(
            "tokens INT64[time, batch]",
            "lengths INT32[?]",
            "initial.recurrent.0.forward.h FLOAT[?, 5]",
            "initial.recurrent.0.forward.c FLOAT[?, 5]",
            "initial.recurrent.1.forward.h FLOAT[?, 5]",
            "initial.recurrent.1.forward.c FLOAT[?, 5]");
    assertThat(described(graph.outputs()))
        .containsExactly(
            "output FLOAT[time, batch, 9]",
            "final.recurrent.0.forward.h FLOAT[batch, 5]",
            "final.recurrent.0.forward.c FLOAT[batch, 5]",
            "final.recurrent.1.forward.h FLOAT[batch, 5]",
            "final.recurrent.1.forward.c FLOAT[batch, 5]");
    Set<String> defaults = new HashSet<>();
    graph.initializers().forEach(initializer -> defaults.add(initializer.name()));
    assertThat(graph.inputs().stream().map(OnnxValue::name).filter(defaults::contains))
        .hasSize(5)
        .doesNotContain("tokens");
    assertThat(graph.inputs()).extracting(OnnxValue::documentation).doesNotContain("");
  }

  @Test
  void aForecasterReadsWhatIsKnown() {
    RecurrentStack stack = RecurrentStack.of(new Gru(5, Gru.Reset.AFTER));
    OnnxGraph graph = graph(built(new Forecaster(stack, 0, INITIALIZER), AHEAD));
    assertThat(described(graph.inputs()))
        .containsExactly(
            "features FLOAT[time, batch, 3]",
            "known FLOAT[4, batch, 2]",
            "lengths INT32[?]",
            "initial.recurrent.0.forward.h FLOAT[?, 5]");
    assertThat(described(graph.outputs()))
        .containsExactly(
            "output FLOAT[4, batch, 1]", "final.recurrent.0.forward.h FLOAT[batch, 5]");
  }

  private static List<OnnxNode> recurrent(OnnxGraph graph) {
    return graph.nodes().stream()
        .filter(node -> Set.of("RNN", "GRU", "LSTM", "Scan").contains(node.operator()))
        .toList();
  }

  @Test
  void bothDirectionsOfAnOperatorAreOneNode() {
    List<OnnxNode> nodes = recurrent(graph(classifier(new Lstm(5, 1), new MeanPooling())));
    assertThat(nodes).extracting(OnnxNode::operator).containsExactly("LSTM", "LSTM");
    assertThat(nodes).extracting(OnnxNode::name).containsExactly("recurrent.0", "recurrent.1");
    assertThat(nodes)
        .extracting(node -> node.attributes().get("direction"))
        .containsOnly(new StringValue("bidirectional"));
  }

  @Test
  void aCellWithoutAnOperatorIsAScanForEachDirection() {
    assertThat(recurrent(graph(classifier(new Mgu(5), new MeanPooling()))))
        .extracting(OnnxNode::operator)
        .containsExactly("Scan", "Scan", "Scan", "Scan");
  }

  static Stream<Model> models() {
    return Stream.of(
        plain(new RecurrentStack(new Lstm(5, 1), 2, true, 0), WORDS),
        plain(new RecurrentStack(new Mgu(5), 2, true, 0), WORDS),
        classifier(new Mgu(5), new MeanPooling()),
        classifier(new Rnn(5, Rnn.Activation.TANH), new MaxPooling()),
        classifier(new Gru(5, Gru.Reset.AFTER), new AttentionPooling(3)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void nothingIsWrittenThatNothingReads(Model model) {
    OnnxGraph graph = graph(model);
    Set<String> read = new HashSet<>();
    graph.nodes().forEach(node -> read(node, read));
    graph.outputs().forEach(output -> read.add(output.name()));
    assertThat(graph.initializers()).extracting(OnnxTensor::name).isSubsetOf(read);
    assertThat(graph.inputs()).extracting(OnnxValue::name).isSubsetOf(read);
    assertThat(graph.nodes())
        .allSatisfy(node -> assertThat(node.outputs()).containsAnyElementsOf(read));
    assertThat(graph.initializers()).doesNotHaveDuplicates();
  }

  private static void read(OnnxNode node, Set<String> read) {
    read.addAll(node.inputs());
    if (node.attributes().get("body") instanceof GraphValue body) {
      body.value().nodes().forEach(inner -> read(inner, read));
    }
  }

  /** The weights of the model, each once, whatever the graph has beside them. */
  @Test
  void weightsAreWrittenOnce() {
    Model model = plain(new RecurrentStack(new Mgu(40), 1, true, 0), WORDS);
    long numbers = model.parameters().stream().mapToLong(p -> p.value().shape().elements()).sum();
    long written =
        graph(model).initializers().stream()
            .filter(tensor -> tensor.type() == ElementType.FLOAT)
            .mapToLong(tensor -> tensor.shape().elements())
            .sum();
    // Two states of zeros, and the number of the padding.
    assertThat(written).isBetween(numbers, numbers + 2 * 40 + 1);
  }

  @Test
  void aFileHoldsTheModelAndItsMetadata() throws IOException {
    Model model = plain(RecurrentStack.of(new Lstm(5, 1)), WORDS);
    Path file = folder.resolve("model.onnx");
    new OnnxFormat().write(file, model, KERNELS, Map.of("seed", "8"));
    OnnxModel read = OnnxFile.read(file);
    assertThat(read).isEqualTo(OnnxFormat.model(model, KERNELS, Map.of("seed", "8")));
    assertThat(read.operatorSet()).isEqualTo(17);
    assertThat(read.irVersion()).isEqualTo(8);
    assertThat(read.metadata()).isEqualTo(Map.of("seed", "8"));
  }

  /** The numbers are compared with those of a batch of as many equal states. */
  @Test
  void oneStateIsThatOfAllSequences() throws IOException, OrtException {
    for (Cell cell : List.of(new Gru(2, Gru.Reset.AFTER), new Mgu(2))) {
      Model model =
          built(
              new SequenceArchitecture(
                  RecurrentStack.of(cell), OptionalInt.empty(), 0, INITIALIZER),
              FEATURES);
      String state = "initial.recurrent.0.forward.h";
      float[] x = {1, 2, 3, 4, 5, 6};
      try (WrittenModel there =
          new WrittenModel(OnnxFormat.model(model, KERNELS, Map.of()), KERNELS, Set.of(state))) {
        there.feed("features", x, 1, 2, 3).feed(state, new float[] {0.5f, -0.25f}, 1, 2);
        float[] one = there.inOnnxRuntime().get("output").values();
        float[] ownOne = there.inCarousel().get("output").values();
        there.feed(state, new float[] {0.5f, -0.25f, 0.5f, -0.25f}, 2, 2);
        assertThat(there.inOnnxRuntime().get("output").values()).containsExactly(one);
        assertThat(there.inCarousel().get("output").values()).containsExactly(ownOne);
      }
    }
  }

  /** ONNX Runtime leaves out the clip before the last activation; the equations have it. */
  @Test
  void anLstmThatClipsIsAScan() {
    Activation sigmoid = Activation.of(ActivationFunction.SIGMOID);
    Activation tanh = Activation.of(ActivationFunction.TANH);
    Cell cell = new OnnxLstm(5, sigmoid, tanh, tanh, OptionalDouble.of(0.5), false, false);
    assertThat(recurrent(graph(plain(RecurrentStack.of(cell), WORDS))))
        .extracting(OnnxNode::operator)
        .containsExactly("Scan");
  }

  static Stream<Arguments> refused() {
    RecurrentStack stack = RecurrentStack.of(new Rnn(4, Rnn.Activation.TANH));
    ConvolutionalFrontEnd frontEnd =
        new ConvolutionalFrontEnd(List.of(new ConvolutionalLayer(2, 3, 1, 1)), Pool.MAX, 4);
    Signature frames = new Signature(new Signature.Features(new FrameShape(4, 4, 1)), 2, false);
    Signature translation =
        new Signature(
            new Signature.Conditioned(new Signature.Tokens(5), new Signature.Tokens(6), false),
            6,
            true);
    Signature alone = new Signature(new Signature.Ahead(1, 0, 0, 4), 1, true);
    return Stream.of(
        Arguments.of(
            built(
                new SequenceArchitecture(
                    Optional.of(frontEnd), stack, OptionalInt.empty(), 0, INITIALIZER),
                frames),
            "it looks at images with a convolutional front end"),
        Arguments.of(
            withAdaptiveSoftmax(stack),
            "its readout is an adaptive softmax; train with a full one"),
        Arguments.of(
            built(
                new EncoderDecoder(
                    4, stack, Optional.empty(), false, Optional.empty(), 0, false, INITIALIZER),
                translation),
            "it is an encoder-decoder, which reads its own tokens"),
        Arguments.of(
            built(new AutoregressiveForecaster(stack, 0, INITIALIZER), alone),
            "it reads what it has told of one step before it tells the next"),
        Arguments.of(
            built(new DecodingForecaster(stack, 0, INITIALIZER), AHEAD),
            "it has a decoder that goes through the steps to come"),
        Arguments.of(
            built(new Autoencoder(stack, 2, INITIALIZER), alone),
            "it has a decoder that goes through the steps to come"),
        Arguments.of(
            new Unwritten(), "nothing says what models of its kind compute but their own code"));
  }

  private static Model withAdaptiveSoftmax(RecurrentStack stack) {
    RandomStream random = new RandomStream(1);
    return new SequenceModel(
        SequenceInput.oneHot(9),
        new Recurrent("recurrent", stack, 9, KERNELS, INITIALIZER, random),
        SequenceSummary.EVERY_STEP,
        Dropout.NONE,
        new AdaptiveSoftmax(List.of(3), 2).build("readout", 4, 9, KERNELS, INITIALIZER, random),
        KERNELS);
  }

  /** A model of somebody who has not thought of graphs. */
  private record Unwritten() implements Model {
    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Variable outputs(Tape tape, Batch batch) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotBeWrittenIsNamed(Model model, String why) {
    Path file = folder.resolve("model.onnx");
    assertThatThrownBy(() -> new OnnxFormat().write(file, model, KERNELS, Map.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("this model cannot be written as a graph: " + why);
    assertThat(Files.exists(file)).isFalse();
  }
}
