package dev.carousel.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a trial costs beside its own work: runs of few and of many trials that hardly train, here
 * and on a cluster of one executor with one core. The difference of two runs leaves out what is
 * paid once. Not a test: prints milliseconds a trial.
 */
final class Overhead {
  private static final int FEW = 20;
  private static final int MANY = 220;

  private static final String TINY =
      """
      {
        "name": "tiny",
        "task": {"type": "adding-problem", "length": 5,
                 "trainSequences": 20, "validSequences": 10, "testSequences": 10},
        "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm", "units": 4}}},
        "training": {"epochs": 1, "batchSize": 10}
      }
      """;

  private Overhead() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("carousel-overhead-");
    Path file = Files.writeString(folder.resolve("tiny.json"), TINY);
    try (Cluster cluster = new Cluster(folder, 1)) {
      for (int i = 0; i < 3; i++) {
        System.out.printf("here     %.1f ms a trial%n", slope(folder, file, "--threads", "1"));
        System.out.printf("local[1] %.1f ms a trial%n", slope(folder, file, "--on", "local[1]"));
        System.out.printf("cluster  %.1f ms a trial%n", slope(folder, file, "--on", cluster.url()));
      }
    }
  }

  private static double slope(Path folder, Path file, String... place) throws Exception {
    return (seconds(folder, file, MANY, place) - seconds(folder, file, FEW, place))
        * 1000
        / (MANY - FEW);
  }

  private static double seconds(Path folder, Path file, int seeds, String... place)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    arguments.addAll(List.of("--seeds", Integer.toString(seeds), "--kernels", "ejml"));
    arguments.addAll(List.of("--out", Files.createTempDirectory(folder, "out").toString()));
    arguments.addAll(List.of(place));
    long begin = System.nanoTime();
    try (Driver driver =
        new Driver(folder.resolve("err"), List.of("-Dspark.executor.memory=480m"), arguments)) {
      if (driver.process().waitFor() != 0) {
        throw new IllegalStateException(driver.err());
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
