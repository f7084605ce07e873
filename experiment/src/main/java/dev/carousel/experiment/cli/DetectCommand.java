package dev.carousel.experiment.cli;

import dev.carousel.serve.AnomalyDetector;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code carousel detect}: a trained model finds anomalies in a table. */
@Command(
    name = "detect",
    description = {
      "Finds anomalies with a trained model: reads a table like the one it was trained on and prints",
      "for each row whether it is one. Needs the run alone, not its data."
    },
    mixinStandardHelpOptions = true)
final class DetectCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ModelOptions model;

  @Mixin private TableOption table;

  DetectCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    table.check();
    AnomalyDetector detector = model.load(session, AnomalyDetector.class, "find anomalies");
    table.follow(session, detector.detections());
    return Carousel.DONE;
  }
}
