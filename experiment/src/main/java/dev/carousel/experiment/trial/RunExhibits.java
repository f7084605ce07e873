package dev.carousel.experiment.trial;

import dev.carousel.exhibit.Exhibit;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.ExhibitsJson;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The exhibits in a run's folder, {@code exhibits/VARIANT-seedN.json}: those of each variant's
 * first trial. Tasks that show nothing leave no file.
 */
final class RunExhibits {
  static final String FOLDER = "exhibits";

  private RunExhibits() {}

  private static String file(TrialName trial) {
    return FOLDER + "/" + trial.file() + ".json";
  }

  /**
   * Writes what a task shows of a trial's model.
   *
   * @param trial the trial
   * @param exhibits what it shows
   * @param run the run's folder
   */
  static void write(TrialName trial, List<Exhibit> exhibits, RunFolder run) {
    if (!exhibits.isEmpty()) {
      run.write(
          file(trial),
          Json.line(ExhibitsJson.write(trial.variant(), trial.seed(), exhibits)) + "\n");
    }
  }

  /**
   * Whose exhibits are missing in a run that has others.
   *
   * @param first the first trial of each variant, as far as they are done
   * @param run the run's folder
   * @return a sentence for each trial that has none
   */
  static List<String> missing(List<TrialName> first, RunFolder run) {
    List<String> missing = new ArrayList<>();
    for (TrialName trial : first) {
      if (!Files.exists(run.resolve(file(trial)))) {
        missing.add("%s has no exhibits: it was done before there were any".formatted(trial));
      }
    }
    return missing.size() == first.size() ? List.of() : missing;
  }
}
