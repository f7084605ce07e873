package dev.carousel.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.Size;
import dev.carousel.experiment.report.TrialLines;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.train.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  private static final long TOOK = 1000;

  @TempDir private Path folder;
  private final List<TrialResult> trials = new ArrayList<>();
  private long now = 5;
  private int written;
  private ResultsFile file;

  @BeforeEach
  void writeResultsOfNoTrial() throws IOException {
    file = new ResultsFile(RunFolder.open(folder), this::results, () -> now);
    file.write();
  }

  /** Takes its time. */
  private Results results() {
    written++;
    now += TOOK;
    return new Results(
        "toy",
        List.of(new Metric("mse", true)),
        Match.UNITS,
        Optional.empty(),
        List.of(
            new VariantResults(
                "lstm", "lstm", new Size(4, 50, 100), List.copyOf(trials), Optional.empty())),
        List.of(),
        List.of());
  }

  private void endTrial() {
    TrialResult trial = new TrialResult(trials.size(), Optional.empty(), Map.of(), 3, 2, 0.5);
    trials.add(trial);
    file.ended(TrialLines.line("lstm", trial));
  }

  private List<TrialResult> read() {
    return ResultsJson.read(folder.resolve("results.json")).variants().get(0).trials();
  }

  @Test
  void whateverHasEndedIsFoundAtOnce() {
    for (int t = 0; t < 20; t++) {
      now += 700;
      endTrial();

      assertThat(read()).isEqualTo(trials);
    }
  }

  @Test
  void aTenthOfTheTimeGoesIntoIt() {
    long begin = now;
    written = 0;

    while (now < begin + 100 * TOOK) {
      now += 70;
      endTrial();
    }

    assertThat(written).isBetween(9, 10);
  }

  @Test
  void itCatchesUpWhenItIsTimeToAndOnlyIfThereIsSomething() {
    now += 8 * TOOK;
    endTrial();
    assertThat(folder.resolve(TrialLines.FILE)).exists();
    file.catchUp();
    assertThat(written).isEqualTo(1);

    now += TOOK;
    file.catchUp();
    now += 20 * TOOK;
    file.catchUp();

    assertThat(written).isEqualTo(2);
    assertThat(folder.resolve(TrialLines.FILE)).doesNotExist();
    assertThat(read()).isEqualTo(trials);
  }

  @Test
  void linesOfAnEarlierProcessAreNotNeededOnceAllIsWritten() throws IOException {
    Files.writeString(folder.resolve(TrialLines.FILE), "{\"variant\": \"ls");

    file.write();

    assertThat(folder.resolve(TrialLines.FILE)).doesNotExist();
  }
}
