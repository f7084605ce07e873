package dev.carousel.experiment.trace;

import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.trained.TrainedWeights;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.inspect.Inspection;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks into the models that a run has trained. */
public final class Tracer {
  private final RunFolder run;
  private final Kernels kernels;

  /**
   * A tracer of one run.
   *
   * @param run the run's folder
   * @param kernels what models compute with
   */
  public Tracer(RunFolder run, Kernels kernels) {
    this.run = run;
    this.kernels = kernels;
  }

  /**
   * Builds a variant's model, gives it the weights of one of its trials and looks into it.
   *
   * @param variant the variant as it was trained: with a search, the sample that was chosen
   * @param seed the trial's seed
   * @param input which sequence
   * @return what happened inside
   * @throws InvalidDataException if the trial's weights are missing or of another model, there is
   *     no such sequence, or the model has no recurrent layers
   */
  public Trace trace(PlannedVariant variant, long seed, TraceInput input) {
    VariantSetup setup = variant.setup();
    PreparedTask task = variant.task();
    Model model =
        setup.model().build(task.signature(), kernels, new RandomStream(seed).derive("weights"));
    TrainedWeights.load(TrainedWeights.file(run.path(), setup.name(), seed), model, kernels);
    TracedSequence traced = input.in(task);
    for (Batch batch : traced.before()) {
      model.outputs(Tape.prediction(kernels), batch);
    }
    Inspection inspection =
        Inspection.of(
            model,
            traced.hasTargets() ? Optional.of(task.loss()) : Optional.empty(),
            traced.sequence(),
            kernels);
    if (inspection.layers().isEmpty()) {
      List<String> reasons = inspection.leftOut();
      throw new InvalidDataException(
          "variant '%s': its model has no recurrent layers to look into%s"
              .formatted(setup.name(), reasons.isEmpty() ? "" : "; " + String.join("; ", reasons)));
    }
    return new Trace(
        setup.name(),
        setup.cell(),
        seed,
        input.toString(),
        traced.steps(),
        traced.labels(),
        inspection);
  }

  /**
   * Keeps a trace in the run's folder, as {@link Trace#file} says.
   *
   * @param trace the trace
   * @param singularValues whether to keep all singular values of the Jacobians, not only the
   *     largest
   * @return the file
   */
  public Path write(Trace trace, boolean singularValues) {
    run.write(trace.file(), Json.line(TraceJson.write(trace, singularValues)) + "\n");
    return run.resolve(trace.file());
  }
}
