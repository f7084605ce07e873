package dev.carousel.experiment.cli;

import dev.carousel.experiment.description.ExperimentReader;
import dev.carousel.experiment.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code carousel schema}: what an experiment may hold. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of experiments, from the plug-ins present.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  private final Session session;

  SchemaCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.out().print(Json.pretty(new ExperimentReader(session.names()).schema()));
    return Carousel.DONE;
  }
}
