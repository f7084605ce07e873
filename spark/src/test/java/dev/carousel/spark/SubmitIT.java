package dev.carousel.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one jar, submitted to a cluster on whose class path nothing else of Carousel is. */
@NeedsHadoop
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubmitIT {
  private static final Path JAR = Path.of("target/carousel-spark-submit.jar").toAbsolutePath();

  /** Words, for which ICU is needed in Carousel's version, not Spark's. */
  private static final String WORDS =
      """
      {
        "name": "words",
        "task": {"type": "language-model",
                 "data": {"type": "text-files",
                          "train": "text.txt", "valid": "text.txt", "test": "text.txt"},
                 "tokenizer": "words", "steps": 8},
        "model": {"type": "language-model", "embedding": 8,
                  "recurrent": {"cell": {"type": "gru", "units": 8}}},
        "training": {"epochs": 2, "batchSize": 4}
      }
      """;

  @TempDir private Path folder;

  @Test
  void theOneJarGivesWhatALocalRunGives() throws Exception {
    Files.writeString(
        folder.resolve("text.txt"),
        "The cell carries its error round and round. \u00c9t\u00e9 comes again, don't it?\n"
            .repeat(60));
    Path file = Files.writeString(folder.resolve("words.json"), WORDS);
    Path whole = folder.resolve("whole");
    var local = Runs.carousel("run", file.toString(), "--out", whole.toString());
    assertThat(local.status()).as(local.err()).isZero();
    Path out = folder.resolve("out");
    Path log = folder.resolve("log");

    try (Cluster cluster = new Cluster(folder, 1)) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-Xmx512m");
      command.addAll(Driver.opens());
      command.addAll(Driver.quick());
      command.addAll(List.of("-cp", cluster.jars(), "org.apache.spark.deploy.SparkSubmit"));
      command.addAll(List.of("--master", cluster.url(), "--executor-memory", "480m"));
      command.addAll(List.of("--class", "dev.carousel.experiment.Main", JAR.toString()));
      command.addAll(List.of("run", file.toString(), "--kernels", "ejml"));
      command.addAll(List.of("--out", out.toString(), "--on", "spark"));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
      builder.environment().put("SPARK_SCALA_VERSION", "2.13");

      Process submit = builder.start();
      try {
        int status = Wait.forTheEndOf(submit, () -> Files.readString(log) + cluster.logs());
        assertThat(status).as(Files.readString(log) + cluster.logs()).isZero();
        assertThat(log).content().contains("results in " + out).doesNotContain(" INFO ");
      } finally {
        Cluster.end(submit.toHandle());
      }
    }

    assertThat(Runs.timeless(out)).isEqualTo(Runs.timeless(whole));
    assertThat(Runs.files(out)).isEqualTo(Runs.files(whole));
  }
}
