package dev.carousel.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What trials cost beside their own work: runs of some and of many trials that hardly train, and of
 * one and of many epochs, here and on a cluster of one executor with one core. The difference of
 * two runs leaves out what is paid once. It asserts nothing and is run only if it is named; the
 * places take turns, and every round is printed: milliseconds by the clock, and those of the
 * driver's processor.
 */
class Overhead {
  private static final int ROUNDS = 5;

  @TempDir private Path folder;
  private Path file;

  /** Runs of some trials with some epochs each. */
  private record Load(int trials, int epochs) {}

  private record Cost(double seconds, double driver) {}

  private record Measure(String name, Load little, Load much, int of) {}

  @Test
  void isPrinted() throws Exception {
    file = Files.writeString(folder.resolve("tiny.json"), Runs.TINY);
    List<Measure> measures =
        List.of(
            new Measure("a trial", new Load(220, 1), new Load(1220, 1), 1000),
            new Measure("an epoch", new Load(20, 1), new Load(20, 101), 2000));
    try (Cluster cluster = new Cluster(folder, 1)) {
      Map<String, String[]> places = new LinkedHashMap<>();
      places.put("here", new String[] {"--threads", "1"});
      places.put("local[1]", new String[] {"--on", "local[1]"});
      places.put("cluster", new String[] {"--on", cluster.url()});
      for (int round = 1; round <= ROUNDS; round++) {
        Map<String, Map<Load, Cost>> costs = new LinkedHashMap<>();
        for (Measure measure : measures) {
          for (var place : places.entrySet()) {
            Map<Load, Cost> known =
                costs.computeIfAbsent(place.getKey(), name -> new LinkedHashMap<>());
            for (Load load : List.of(measure.little(), measure.much())) {
              if (!known.containsKey(load)) {
                known.put(load, cost(load, place.getValue()));
              }
            }
            Cost little = known.get(measure.little());
            Cost much = known.get(measure.much());
            System.out.printf(
                "round %d, %s, %s: %.2f ms, driver %.2f ms (%.1f s and %.1f s)%n",
                round,
                measure.name(),
                place.getKey(),
                (much.seconds() - little.seconds()) * 1000 / measure.of(),
                (much.driver() - little.driver()) * 1000 / measure.of(),
                little.seconds(),
                much.seconds());
          }
        }
      }
    }
  }

  private Cost cost(Load load, String... place) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    arguments.addAll(List.of("--seeds", Integer.toString(load.trials()), "--kernels", "ejml"));
    arguments.addAll(List.of("--set", "training.epochs=" + load.epochs()));
    arguments.addAll(List.of("--out", Files.createTempDirectory(folder, "out").toString()));
    arguments.addAll(List.of(place));
    long begin = System.nanoTime();
    try (Driver driver =
        new Driver(folder.resolve("err"), List.of("-Dspark.executor.memory=480m"), arguments)) {
      double busy = 0;
      while (!driver.process().waitFor(10, TimeUnit.MILLISECONDS)) {
        busy =
            Math.max(
                busy,
                driver.process().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9);
      }
      if (driver.process().exitValue() != 0) {
        throw new IllegalStateException(driver.err());
      }
      return new Cost((System.nanoTime() - begin) / 1e9, busy);
    }
  }
}
