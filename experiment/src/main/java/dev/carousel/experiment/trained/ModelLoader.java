package dev.carousel.experiment.trained;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.description.Sample;
import dev.carousel.experiment.description.Units;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.trial.RunAssets;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Assets;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import dev.carousel.train.Task;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes trained models ready to be asked, from what their runs have kept and without their data.
 */
public final class ModelLoader {
  private final NamedTypes names;
  private final JsonBinding binding;
  private final Kernels kernels;

  /**
   * A loader.
   *
   * @param names the types that experiments may name
   * @param kernels what models compute with
   */
  public ModelLoader(NamedTypes names, Kernels kernels) {
    this.names = names;
    this.binding = new JsonBinding(names);
    this.kernels = kernels;
  }

  /**
   * Loads a model.
   *
   * @param run the run that has trained it
   * @param variant its variant
   * @param seed the seed of its trial
   * @return asks it
   * @throws InvalidDataException if models of this task cannot be asked, or something that the run
   *     should have kept is missing or of another model
   */
  public Service service(TrainedRun run, VariantResults variant, long seed) {
    FilledExperiment filled = run.experiment(names);
    VariantSetup setup = trained(filled, variant);
    Serving serving = serving(run, filled.experiment(), setup);
    Model model = model(run, setup, serving.signature(), seed);
    Assets conclusions =
        RunAssets.conclusions(run.folder(), TrialName.reported(variant.name(), seed));
    return serving.service(model, conclusions, kernels);
  }

  /**
   * Loads a model by itself.
   *
   * @param run the run that has trained it
   * @param variant its variant
   * @param seed the seed of its trial
   * @return the model with its weights; empty if its sizes cannot be known without its data
   * @throws InvalidDataException if something that the run should have kept is missing or of
   *     another model
   */
  public Optional<Model> model(TrainedRun run, VariantResults variant, long seed) {
    FilledExperiment filled = run.experiment(names);
    VariantSetup setup = trained(filled, variant);
    return setup.task() instanceof Servable
        ? Optional.of(model(run, setup, serving(run, filled.experiment(), setup).signature(), seed))
        : Optional.empty();
  }

  private Model model(TrainedRun run, VariantSetup setup, Signature signature, long seed) {
    Model model = setup.model().build(signature, kernels, new RandomStream(seed).derive("weights"));
    TrainedWeights.load(TrainedWeights.file(run.folder(), setup.name(), seed), model, kernels);
    return model;
  }

  /** A variant as it was trained: with what its search chose and the units that were solved for. */
  private VariantSetup trained(FilledExperiment filled, VariantResults variant) {
    VariantSetup stated =
        filled.setups().stream()
            .filter(setup -> setup.name().equals(variant.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidDataException(
                        "results.json has variant '%s', which experiment.json does not"
                            .formatted(variant.name())));
    OptionalInt chosen = TrainedRun.chosen(variant);
    VariantSetup found =
        stated.samples().stream()
            .filter(sample -> chosen.equals(OptionalInt.of(sample.number())))
            .map(Sample::setup)
            .findFirst()
            .orElse(stated);
    return filled.experiment().compare().match() == Match.UNITS
        ? found
        : found.with(new Units(binding).change(found.model(), variant.size().units()));
  }

  private Serving serving(TrainedRun run, Experiment experiment, VariantSetup setup) {
    if (!(setup.task() instanceof Servable task)) {
      throw new InvalidDataException(
          "models of the task '%s' cannot be asked, only those of: %s"
              .formatted(binding.nameOf(Task.class, setup.task()), servable()));
    }
    try {
      return task.serving(RunAssets.read(run.folder(), experiment.task(), setup));
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          "the assets of '%s' cannot be used: %s; 'carousel run … --resume' writes them again"
              .formatted(run.folder(), e.getMessage()),
          e);
    }
  }

  private String servable() {
    String all =
        names.of(Task.class).stream()
            .filter(type -> type.prototype() instanceof Servable)
            .map(NamedType::name)
            .sorted()
            .reduce((a, b) -> a + ", " + b)
            .orElse("none");
    return all;
  }
}
