package dev.carousel.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark in this process. */
class LocalMasterTest {
  @TempDir private Path folder;

  private Runs.Outcome run(String experiment, Path out, String... more) throws Exception {
    Path file = Files.writeString(folder.resolve("experiment.json"), experiment);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", file.toString(), "--out", out.toString()));
    arguments.addAll(List.of(more));
    return Runs.carousel(arguments.toArray(String[]::new));
  }

  /** What is said of a run that is refused before anything is written. */
  private String refusal(String... options) throws Exception {
    Path out = folder.resolve("out");
    var run = run(Runs.SMALL, out, options);
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(out).doesNotExist();
    return run.err();
  }

  @Test
  void aRunOnSparkLeavesWhatALocalRunLeaves() throws Exception {
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    var local = run(Runs.SMALL, here, "--threads", "2");
    assertThat(local.status()).as(local.err()).isZero();

    var spark = run(Runs.SMALL, there, "--on", "local[2]");

    assertThat(spark.status()).as(spark.err()).isZero();
    assertThat(Runs.timeless(there)).isEqualTo(Runs.timeless(here));
    assertThat(Runs.timelessMetrics(there)).isEqualTo(Runs.timelessMetrics(here));
    assertThat(Runs.files(there)).isEqualTo(Runs.files(here));
    // Not a line more: Spark's own logging is quiet.
    assertThat(spark.err().lines()).hasSameSizeAs(local.err().lines().toList());
  }

  @Test
  void moreTrialsThanAreOutAtOnceAreAllRun() throws Exception {
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    run(Runs.TINY, here, "--seeds", "80", "--threads", "2");

    // With a limit that no count of nanoseconds reaches.
    var spark = run(Runs.TINY, there, "--seeds", "80", "--on", "local[2]", "--limit", "1e15");

    assertThat(spark.status()).as(spark.err()).isZero();
    assertThat(spark.err()).contains("[80/80] ");
    assertThat(Runs.timeless(there)).isEqualTo(Runs.timeless(here));
  }

  @Test
  void aTrialThatThrowsThreeTimesHasFailedWithItsReason() throws Exception {
    Path out = folder.resolve("out");

    var run = run(Runs.faulty("throws"), out, "--on", "local[2]");

    assertThat(run.status()).isEqualTo(1);
    assertThat(Runs.trial(out, 0).get("status").stringValue()).isEqualTo("done");
    assertThat(Runs.trial(out, 1).get("status").stringValue()).isEqualTo("failed");
    assertThat(Runs.trial(out, 1).get("reason").stringValue())
        .isEqualTo("java.lang.IllegalStateException: the machine is on fire");
    assertThat(run.err().split("unsound seed 1 begins again, on executor driver")).hasSize(3);
  }

  @Test
  void aTrialThatTakesLongerThanItMayIsEndedAndHasFailedTheThirdTime() throws Exception {
    Path out = folder.resolve("out");

    // Just over a second: the sound trial takes a few hundredths of one.
    var run = run(Runs.faulty("hangs"), out, "--on", "local[2]", "--limit", "0.02");

    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(Runs.trial(out, 0).get("status").stringValue()).isEqualTo("done");
    assertThat(Runs.trial(out, 1).get("reason").stringValue())
        .isEqualTo("took longer than 0.02 minutes, 3 times");
  }

  @Test
  void aTrialThatDivergesFailsAtOnceAsItDoesLocally() throws Exception {
    String diverging =
        Runs.SMALL.replace("\"low\": 1e-4, \"high\": 0.1", "\"low\": 1e20, \"high\": 1e30");
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    run(diverging, here, "--threads", "2");

    var spark = run(diverging, there, "--on", "local[2]");

    assertThat(spark.err()).doesNotContain("begins again");
    assertThat(Runs.timeless(there)).isEqualTo(Runs.timeless(here));
    assertThat(Runs.trial(there, 0).get("status").stringValue()).isEqualTo("failed");
  }

  @Test
  void aPlaceThatIsNoneIsRefusedBeforeAnythingIsRun() throws Exception {
    assertThat(refusal("--on", "sparkle://here"))
        .isEqualTo(
            "--on 'sparkle://here' is no place to run trials; give spark://HOST:PORT, local[N], or"
                + " spark below spark-submit\n");
  }

  @Test
  void aMasterThatDoesNotAnswerIsRefusedBeforeAnythingIsRun() throws Exception {
    assertThat(refusal("--on", "spark://127.0.0.1:1"))
        .contains(
            "no Spark master answers at spark://127.0.0.1:1 (java.net.ConnectException: ",
            "; give the URL that the master's page shows\n");
  }

  @Test
  void whatSparkSubmitWouldSayIsAskedOfNobodyElse() throws Exception {
    assertThat(refusal("--on", "spark"))
        .contains("--on spark is for spark-submit, which says what the master is; give its URL\n");
  }

  @Test
  void aLimitIsForTrialsElsewhere() throws Exception {
    assertThat(refusal("--limit", "5"))
        .isEqualTo("--limit needs --on: a trial cannot be ended from within\n");
  }
}
