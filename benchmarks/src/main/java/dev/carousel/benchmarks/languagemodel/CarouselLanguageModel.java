package dev.carousel.benchmarks.languagemodel;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceModel;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.Loss;
import dev.carousel.optim.Clipping;
import dev.carousel.optim.Sgd;
import dev.carousel.optim.Updates;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workspace;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The language model in Carousel, trained as the epoch trainer does it. */
public final class CarouselLanguageModel implements LanguageModel {
  private final Settings settings;
  private final Kernels kernels;
  private final Workspace workspace;
  private final SequenceModel model;
  private final List<Parameter> parameters;
  private final Updates updates;
  private final Loss loss = new CrossEntropy();
  private final RandomStream random = new RandomStream(2);

  /**
   * Builds the model with random weights.
   *
   * @param settings its sizes
   * @param kernels what to compute with
   */
  public CarouselLanguageModel(Settings settings, Kernels kernels) {
    this.settings = settings;
    this.kernels = kernels;
    this.workspace = new Workspace(kernels);
    model =
        SequenceModel.of(
            new Signature(
                new Signature.Tokens(settings.vocabulary()), settings.vocabulary(), true, true),
            Optional.empty(),
            OptionalInt.of(settings.units()),
            new RecurrentStack(new Lstm(settings.units(), 0), settings.layers(), false, 0),
            0,
            new UniformInitializer(settings.initialScale()),
            kernels,
            new RandomStream(1));
    parameters = model.parameters();
    updates = new Sgd(settings.learningRate(), 0).start(kernels, parameters);
  }

  /**
   * Copies of the weights.
   *
   * @return values by the parameters' names
   */
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    parameters.forEach(
        parameter -> weights.put(parameter.name(), kernels.toArray(parameter.value())));
    return weights;
  }

  @Override
  public float step(TokenBatch tokens) {
    parameters.forEach(parameter -> kernels.fill(parameter.gradient(), 0));
    workspace.release();
    int[] lengths = new int[settings.batch()];
    Arrays.fill(lengths, settings.steps());
    Batch batch =
        new Batch(
            settings.steps(),
            settings.batch(),
            lengths,
            new Inputs.Tokens(tokens.inputs()),
            new Targets.Labels(tokens.targets()),
            true);
    Tape tape = Tape.training(workspace, random);
    Variable value = loss.of(model.outputs(tape, batch), batch.targets());
    float before = kernels.toArray(value.value())[0];
    tape.backward(value);
    double norm = Clipping.globalNorm(kernels, parameters);
    updates.step(settings.learningRate(), Clipping.factor(norm, settings.clipNorm()));
    return before;
  }
}
