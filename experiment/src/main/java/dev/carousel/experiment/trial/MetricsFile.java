package dev.carousel.experiment.trial;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.tensorboard.TensorBoardFiles;
import dev.carousel.train.Epoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of metrics.jsonl: a line a trial and epoch, in the order in which epochs end. The
 * TensorBoard event files follow it.
 */
final class MetricsFile {
  private static final String FILE = "metrics.jsonl";

  private static final String TENSORBOARD = "tensorboard";

  private final RunFolder folder;
  private final TensorBoardFiles tensorBoard;

  MetricsFile(RunFolder folder) {
    this.folder = folder;
    this.tensorBoard = new TensorBoardFiles(folder.resolve(TENSORBOARD), InstantSource.system());
  }

  void append(TrialName trial, Epoch epoch) {
    ObjectNode line = line(trial, epoch);
    folder.append(FILE, Json.line(line));
    folder.write(TENSORBOARD, path -> tensorBoard.epochEnded(line));
  }

  /**
   * Makes the file fit what a run is continued from: the lines of trials that are known stay, those
   * of trials under way become the epochs of their checkpoints, all others go.
   */
  void rewrite(Predicate<TrialName> known, Map<TrialName, List<Epoch>> underWay) {
    Path file = folder.resolve(FILE);
    StringBuilder kept = new StringBuilder();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          if (isKnown(line, known)) {
            kept.append(line).append('\n');
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    underWay.forEach(
        (trial, epochs) ->
            epochs.forEach(epoch -> kept.append(Json.line(line(trial, epoch))).append('\n')));
    folder.write(FILE, kept.toString());
    folder.write(TENSORBOARD, path -> tensorBoard.rebuild(file));
  }

  private static boolean isKnown(String line, Predicate<TrialName> known) {
    try {
      JsonNode json = Json.parse(line, FILE);
      JsonNode search = json.path("search");
      return known.test(
          new TrialName(
              json.path("variant").asString(""),
              json.path("seed").asLong(0),
              search.isInt() ? OptionalInt.of(search.intValue()) : OptionalInt.empty()));
    } catch (InvalidDataException e) {
      // A line that a killed process left half: its trial was not done.
      return false;
    }
  }

  private static ObjectNode line(TrialName trial, Epoch epoch) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("variant", trial.variant()).put("seed", trial.seed());
    trial.search().ifPresent(number -> line.put("search", number));
    line.put("epoch", epoch.epoch());
    line.set("learningRate", ResultsJson.number(epoch.learningRate()));
    line.set("trainingLoss", ResultsJson.number(epoch.trainingLoss()));
    line.set("valid", ResultsJson.metrics(epoch.valid()));
    line.put("best", epoch.best());
    line.put("tokens", epoch.tokens());
    line.set("seconds", ResultsJson.number(epoch.seconds()));
    return line;
  }
}
