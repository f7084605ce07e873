package dev.carousel.experiment.cli;

import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.trial.Plan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code carousel validate}: everything that {@code run} checks before it trains. */
@Command(
    name = "validate",
    description = "Checks an experiment, its data and its models without running it.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ExperimentOptions experiment;

  ValidateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    FilledExperiment filled = experiment.read(session);
    Plan plan = experiment.plan(session, filled, experiment.kernels(session).kernels());
    session.out().println(experiment.file() + " is valid: " + PlanText.count(plan));
    return Carousel.DONE;
  }
}
