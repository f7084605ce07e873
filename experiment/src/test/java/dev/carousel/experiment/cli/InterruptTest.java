package dev.carousel.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.toy.ToyModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, interrupted as Ctrl-C does it. */
class InterruptTest {
  private static final String EXPERIMENT =
      """
      {
        "task": {"type": "toy", "split": {"test": 4}},
        "model": {"type": "sequence-model", "recurrent": {"cell": "gru"}},
        "training": {"epochs": 3},
        "compare": {"seeds": 2000}
      }
      """;

  @TempDir private Path folder;

  @Test
  void leavesWholeFiles() throws IOException, InterruptedException {
    assumeThat(Path.of("/bin/kill")).exists();
    Path file = Files.writeString(folder.resolve("toy.json"), EXPERIMENT);
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>(listeningToInterrupts());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ToyModule.class.getName(),
            "run",
            file.toString(),
            "--out",
            out.toString(),
            "--threads",
            "2"));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    List<String> told = new ArrayList<>();
    try (BufferedReader err = process.errorReader()) {
      String line = err.readLine();
      while (line != null) {
        told.add(line);
        if (line.startsWith("[20/")) {
          String pid = Long.toString(process.pid());
          assertThat(new ProcessBuilder("/bin/kill", "-INT", pid).start().waitFor()).isZero();
        }
        line = err.readLine();
      }
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(told).contains("interrupted; run it again with --resume to do what is left");
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".tmp"));
    }
    Results results = ResultsJson.read(out.resolve("results.json"));
    int trials = results.variants().get(0).trials().size();
    assertThat(trials).isGreaterThanOrEqualTo(20);
    assertThat(results.variants().get(0).trials()).allMatch(trial -> trial.done());
    String metrics = Files.readString(out.resolve("metrics.jsonl"));
    assertThat(metrics).endsWith("\n");
    List<String> lines = metrics.lines().toList();
    assertThat(lines).allSatisfy(line -> assertThat(Json.parse(line, "line").size()).isEqualTo(9));
    assertThat(lines.size()).isGreaterThanOrEqualTo(3 * trials);

    assertThat(ToyModule.carousel("report", out.toString()).status()).isZero();
  }

  /**
   * What to put before a command. A shell starts what runs in the background with SIGINT ignored,
   * children inherit that, and a process cannot undo it by itself; GNU env can.
   */
  private static List<String> listeningToInterrupts() throws IOException, InterruptedException {
    List<String> prefix = List.of("env", "--default-signal=INT");
    List<String> probe = new ArrayList<>(prefix);
    probe.add("true");
    boolean known = new ProcessBuilder(probe).start().waitFor() == 0;
    return known ? prefix : List.of();
  }
}
