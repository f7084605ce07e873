package dev.carousel.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster of a master and two workers, whose executors are processes of their own. */
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandaloneClusterTest {
  /** 40 trials of a second or two, so that most of the time executors are in the midst of one. */
  private static final String SWEEP =
      """
      {
        "name": "sweep",
        "seed": 11,
        "task": {"type": "adding-problem", "length": 20,
                 "trainSequences": 400, "validSequences": 50, "testSequences": 50},
        "model": {"type": "sequence-model",
                  "recurrent": {"cell": {"type": "lstm", "units": 16}, "dropout": 0.1}},
        "training": {"epochs": 8, "batchSize": 4},
        "compare": {
          "seeds": 20,
          "variants": [
            {"name": "lstm"},
            {"name": "gru", "set": {"model.recurrent.cell.type": "gru"}}
          ]
        }
      }
      """;

  @TempDir private static Path home;
  private static Cluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new Cluster(home, 2);
  }

  @AfterAll
  static void stopCluster() throws IOException {
    cluster.close();
  }

  private Driver drive(Path file, Path out, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", file.toString(), "--out", out.toString()));
    arguments.addAll(List.of("--on", cluster.url()));
    arguments.addAll(List.of(more));
    return new Driver(
        folder.resolve("err"),
        List.of(
            "-Dspark.executor.memory=480m",
            "-Dspark.ui.enabled=false",
            "-Dspark.executor.extraJavaOptions=-XX:+UseSerialGC"),
        arguments);
  }

  private static void await(Driver driver, BooleanSupplier condition) throws Exception {
    while (!condition.getAsBoolean()) {
      assertThat(driver.process().waitFor(20, TimeUnit.MILLISECONDS)).as(driver.err()).isFalse();
    }
  }

  /** How many trials stand in the results of a run under way. */
  private static int done(Path out) {
    if (!Files.exists(out.resolve("results.json"))) {
      return 0;
    }
    int done = 0;
    for (var variant : Runs.timeless(out).get("variants")) {
      done += variant.get("trials").size();
    }
    return done;
  }

  @Test
  void aSweepSurvivesTheLossOfAnExecutorAndOfTheDriver() throws Exception {
    Path file = Files.writeString(folder.resolve("sweep.json"), SWEEP);
    Path whole = folder.resolve("whole");
    var local = Runs.carousel("run", file.toString(), "--out", whole.toString());
    assertThat(local.status()).as(local.err()).isZero();
    Path out = folder.resolve("out");

    Driver first = drive(file, out);
    // One executor after the other, until one was in the midst of a trial.
    for (int kills = 1; !first.err().contains(" begins again, on executor "); kills++) {
      int until = 2 + 3 * kills;
      await(first, () -> done(out) >= until && !cluster.executors().isEmpty());
      ProcessHandle executor = cluster.executors().get(0);
      executor.destroyForcibly();
      executor.onExit().get();
      await(first, () -> done(out) >= until + 2);
    }
    first.process().destroyForcibly().waitFor();
    int before = done(out);
    assertThat(before).isBetween(5, 39);
    Driver second = drive(file, out, "--resume");
    assertThat(second.process().waitFor()).as(second.err() + cluster.logs()).isZero();

    assertThat(Runs.timeless(out)).isEqualTo(Runs.timeless(whole));
    assertThat(Runs.timelessMetrics(out)).isEqualTo(Runs.timelessMetrics(whole));
    assertThat(Runs.files(out)).isEqualTo(Runs.files(whole));
  }

  @Test
  void aSearchWithHalvingChoosesWhatALocalRunChooses() throws Exception {
    Path file = Files.writeString(folder.resolve("small.json"), Runs.SMALL);
    Path whole = folder.resolve("whole");
    var local = Runs.carousel("run", file.toString(), "--out", whole.toString());
    assertThat(local.status()).as(local.err()).isZero();
    Path out = folder.resolve("out");

    Driver driver = drive(file, out);
    assertThat(driver.process().waitFor()).as(driver.err() + cluster.logs()).isZero();

    assertThat(Runs.timeless(out)).isEqualTo(Runs.timeless(whole));
    assertThat(Runs.files(out)).isEqualTo(Runs.files(whole));
  }

  @Test
  void aTrialThatTakesItsExecutorDownThreeTimesHasFailedAndTheOthersAreDone() throws Exception {
    Path file = Files.writeString(folder.resolve("faulty.json"), Runs.faulty("ends-the-process"));
    Path out = folder.resolve("out");

    Driver driver = drive(file, out);

    assertThat(driver.process().waitFor()).as(driver.err() + cluster.logs()).isEqualTo(1);
    assertThat(Runs.trial(out, 0).get("status").stringValue()).isEqualTo("done");
    assertThat(Runs.trial(out, 1).get("status").stringValue()).isEqualTo("failed");
    assertThat(Runs.trial(out, 1).get("reason").stringValue())
        .contains("ExecutorLostFailure", "exited caused by one of the running tasks");
  }
}
