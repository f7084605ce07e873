package dev.carousel.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Real processes that end in the worst ways. {@code src/test/scripts/kill-and-resume} does the same
 * at random moments of any experiment.
 */
class KillTest {
  // A trial takes a few seconds, so that there are checkpoints in the middle of it.
  private static final String EXPERIMENT =
      """
      {
        "name": "kill",
        "seed": 3,
        "task": {"type": "adding-problem", "length": 30,
                 "trainSequences": 2000, "validSequences": 50, "testSequences": 50},
        "model": {"type": "sequence-model", "dropout": 0.1,
                  "recurrent": {"cell": {"type": "lstm", "units": 32}, "layers": 2, "dropout": 0.2}},
        "training": {"epochs": 4, "batchSize": 4, "schedule": "cosine"},
        "compare": {
          "seeds": 1,
          "search": {
            "trials": 2,
            "space": {
              "training.optimizer.learningRate": {"type": "logUniform", "low": 1e-5, "high": 9e-4}
            },
            "halving": {"factor": 2, "epochs": 2}
          },
          "variants": [{"name": "lstm"}]
        }
      }
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeExperiment() throws IOException {
    file = Files.writeString(folder.resolve("kill.json"), EXPERIMENT);
  }

  private Process start(List<String> prefix, Path out, String... more) throws IOException {
    List<String> command = new ArrayList<>(prefix);
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
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private static JsonNode timeless(Path out) {
    JsonNode results = Json.read(out.resolve("results.json"));
    results.findParents("seconds").forEach(parent -> ((ObjectNode) parent).remove("seconds"));
    return results;
  }

  private static List<String> timelessMetrics(Path out) throws IOException {
    try (Stream<String> lines = Files.lines(out.resolve("metrics.jsonl"))) {
      return lines.map(line -> line.replaceFirst(",\"seconds\":[^}]*", "")).sorted().toList();
    }
  }

  private static List<Path> partial(Path out) throws IOException {
    Path checkpoints = out.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.filter(path -> path.toString().endsWith(".partial.safetensors")).toList();
    }
  }

  /** Waits for a checkpoint of one trial, and ends the process as nothing can prevent. */
  private static void killDuring(Process process, Path out, String trial) throws Exception {
    Path checkpoint = out.resolve("checkpoints/" + trial + ".partial.safetensors");
    while (process.isAlive() && !Files.exists(checkpoint)) {
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    assertThat(checkpoint).exists();
  }

  @Test
  void aKilledSweepGoesOnWithTheSameBits() throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(start(List.of(), whole).waitFor()).as(err()).isZero();
    Path killed = folder.resolve("killed");
    killDuring(start(List.of(), killed), killed, "lstm-search1");
    killDuring(start(List.of(), killed, "--resume"), killed, "lstm-seed3");

    assertThat(start(List.of(), killed, "--resume").waitFor()).as(err()).isZero();

    assertThat(timeless(killed)).isEqualTo(timeless(whole));
    assertThat(timelessMetrics(killed)).isEqualTo(timelessMetrics(whole));
    assertThat(killed.resolve("checkpoints/lstm-seed3.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("checkpoints/lstm-seed3.safetensors"));
    assertThat(partial(killed)).isEmpty();
  }

  @Test
  void aDamagedCheckpointIsRefusedAndNothingRun() throws Exception {
    Path out = folder.resolve("out");
    killDuring(start(List.of(), out), out, "lstm-search1");
    Path checkpoint = out.resolve("checkpoints/lstm-search1.partial.safetensors");
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length - 100] ^= 4;
    Files.write(checkpoint, bytes);

    assertThat(start(List.of(), out, "--resume").waitFor()).isEqualTo(Carousel.WRONG);

    assertThat(err())
        .endsWith(
            checkpoint
                + ": the file was changed after it was written: its checksum does not fit; delete"
                + " it to run lstm search 1 from its beginning\n");
    assertThat(Files.readAllBytes(checkpoint)).isEqualTo(bytes);
  }

  /** No file may become larger than some blocks of 1024 bytes, as if the disk were full. */
  @Test
  void aFullDiskEndsTheRunAndLosesNothing() throws Exception {
    assumeThat(Path.of("/bin/bash")).exists();
    Path out = folder.resolve("out");
    Process process = start(List.of("/bin/bash", "-c", "ulimit -f 40; exec \"$@\"", "bash"), out);

    assertThat(process.waitFor()).isEqualTo(Carousel.FAILED);

    assertThat(err())
        .contains(
            "cannot write ",
            "; what was written before is whole: make room and continue with --resume\n");
    assertThat(Json.read(out.resolve("results.json")).at("/variants/0/trials")).isEmpty();
    assertThat(start(List.of(), out, "--resume").waitFor()).as(err()).isZero();
  }
}
