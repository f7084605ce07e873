package dev.carousel.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark in this process. */
class LocalMasterTest {
  @TempDir private Path folder;

  @Test
  void aRunOnSparkLeavesWhatALocalRunLeaves() throws Exception {
    Path file = Files.writeString(folder.resolve("small.json"), Runs.SMALL);
    Path here = folder.resolve("here");
    Path there = folder.resolve("there");
    var local = Runs.carousel("run", file.toString(), "--out", here.toString(), "--threads", "2");
    assertThat(local.status()).as(local.err()).isZero();

    var spark =
        Runs.carousel("run", file.toString(), "--out", there.toString(), "--on", "local[2]");

    assertThat(spark.status()).as(spark.err()).isZero();
    assertThat(Runs.timeless(there)).isEqualTo(Runs.timeless(here));
    assertThat(Runs.timelessMetrics(there)).isEqualTo(Runs.timelessMetrics(here));
    assertThat(Runs.files(there)).isEqualTo(Runs.files(here));
    assertThat(spark.err().lines()).hasSameSizeAs(local.err().lines().toList());
  }
}
