package dev.carousel.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real cluster of a master and two workers, whose executors are processes of their own. */
@NeedsHadoop
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandaloneClusterTest {
  /** 24 trials, and 16 of two searches; long enough to be met in their midst. */
  private static final String SWEEP = Runs.searched(4000, 12, 8);

  private static final int TRIALS = 40;

  @TempDir private static Path home;
  private static Cluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new Cluster(home, 2);
  }

  @AfterAll
  static void stopCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Driver drive(List<String> options, Path file, Path out, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", file.toString(), "--out", out.toString()));
    arguments.addAll(List.of("--on", cluster.url()));
    arguments.addAll(List.of(more));
    return new Driver(folder.resolve("err"), options, arguments);
  }

  private static void await(Driver driver, Callable<Boolean> condition) throws Exception {
    Wait.until(() -> driver.err() + cluster.logs(), driver.process(), condition);
  }

  private static int end(Driver driver) throws Exception {
    return Wait.forTheEndOf(driver.process(), () -> driver.err() + cluster.logs());
  }

  /** The results of the trials that are over, with the seconds that each took, by their names. */
  private static Map<String, JsonNode> over(Path out) {
    Map<String, JsonNode> over = new TreeMap<>();
    if (Files.exists(out.resolve("results.json"))) {
      Results results = ResultsJson.read(out.resolve("results.json"));
      for (JsonNode variant : ResultsJson.write(results).get("variants")) {
        String name = variant.get("name").stringValue();
        variant.get("trials").forEach(trial -> over.put(name + trial.get("seed"), trial));
        for (JsonNode trial : variant.path("search").path("trials")) {
          if (!trial.get("status").stringValue().equals("paused")) {
            over.put("%s search %s".formatted(name, trial.get("number")), trial);
          }
        }
      }
    }
    return over;
  }

  @Test
  void aSweepSurvivesTheLossOfAnExecutorAWorkerAndTheDriver() throws Exception {
    Path file = Files.writeString(folder.resolve("sweep.json"), SWEEP);
    Path whole = folder.resolve("whole");
    var local = Runs.carousel("run", file.toString(), "--out", whole.toString());
    assertThat(local.status()).as(local.err()).isZero();
    assertThat(over(whole)).hasSize(TRIALS);
    Path out = folder.resolve("out");

    Map<String, JsonNode> before;
    try (Driver first = drive(Driver.quick(), file, out)) {
      // One executor after the other, until one was in the midst of a trial.
      for (int until = 2; !first.err().contains(" begins again, on executor "); until += 4) {
        int kill = until;
        await(first, () -> over(out).size() >= kill && cluster.executors().size() == 2);
        Cluster.end(cluster.executors().get(0));
        await(first, () -> over(out).size() >= kill + 2);
      }
      cluster.loseWorker(0);
      int late = Math.max(20, over(out).size() + 4);
      await(first, () -> over(out).size() >= late);
      Cluster.end(first.process().toHandle());
      before = over(out);
      assertThat(before).hasSizeBetween(late, TRIALS - 1);
    }
    cluster.addWorkers(1);
    try (Driver second = drive(Driver.quick(), file, out, "--resume")) {
      assertThat(end(second)).as(second.err() + cluster.logs()).isZero();
    }

    // The seconds, too: nothing was done a second time.
    assertThat(over(out)).containsAllEntriesOf(before);
    assertThat(Runs.timeless(out)).isEqualTo(Runs.timeless(whole));
    // Each epoch of each trial once.
    assertThat(Runs.timelessMetrics(out)).isEqualTo(Runs.timelessMetrics(whole));
    assertThat(Runs.files(out)).isEqualTo(Runs.files(whole));
  }

  @Test
  void aTrialThatTakesItsExecutorDownThreeTimesHasFailedAndTheOthersAreDone() throws Exception {
    Path file = Files.writeString(folder.resolve("faulty.json"), Runs.faulty("ends-the-process"));
    Path out = folder.resolve("out");

    // With the vector kernels where there are any, which executors have to be started for.
    List<String> options = new ArrayList<>(Driver.quick());
    options.add("--add-modules=jdk.incubator.vector");
    try (Driver driver = drive(options, file, out)) {
      assertThat(end(driver)).as(driver.err() + cluster.logs()).isEqualTo(1);
      assertThat(driver.err()).doesNotContain("jdk.incubator.vector is absent");
    }

    assertThat(Runs.trial(out, 0).get("status").stringValue()).isEqualTo("done");
    assertThat(Runs.trial(out, 1).get("status").stringValue()).isEqualTo("failed");
    assertThat(Runs.trial(out, 1).get("reason").stringValue())
        .contains("ExecutorLostFailure", "exited caused by one of the running tasks");
  }
}
