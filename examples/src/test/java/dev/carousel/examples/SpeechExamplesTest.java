package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The experiments with speech, shortened: on three recordings of each digit by each speaker, one a
 * part, with few units, for two epochs, through the command line. What they reach in full stands in
 * docs/results.md.
 */
class SpeechExamplesTest {
  private static final Pattern KEPT = Pattern.compile(".*_(0|5|10)\\.wav");

  @TempDir private Path folder;

  @BeforeEach
  void copySomeRecordings() throws IOException {
    assumeTrue(Shell.sharedData().isPresent(), "no folder shared/data beside the checkout");
    Path all = Shell.sharedData().orElseThrow().resolve("fsdd/recordings.zip");
    Path some = folder.resolve("fsdd/recordings.zip");
    Files.createDirectories(some.getParent());
    try (ZipFile zip = new ZipFile(all.toFile());
        OutputStream out = Files.newOutputStream(some);
        ZipOutputStream copy = new ZipOutputStream(out)) {
      for (ZipEntry entry :
          zip.stream().filter(e -> KEPT.matcher(e.getName()).matches()).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          copy.putNextEntry(new ZipEntry(entry.getName()));
          copy.write(bytes);
          if (entry.getName().endsWith("7_theo_0.wav")) {
            Files.write(folder.resolve("seven.wav"), bytes);
          }
        }
      }
    }
  }

  private Shell run(String example, String... set) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "run",
                Path.of(example + ".json").toAbsolutePath().toString(),
                "--data",
                folder.toString(),
                "--out",
                folder.resolve("run").toString(),
                "--seeds",
                "1",
                "--set",
                "training.epochs=2",
                "--set",
                "model.recurrent.cell.units=8"));
    for (String each : set) {
      command.addAll(List.of("--set", each));
    }
    Shell shell = new Shell();
    assertThat(shell.carousel(command.toArray(String[]::new))).as(shell.complained()).isZero();
    assertThat(folder.resolve("run/report.html")).exists();
    return shell;
  }

  @Test
  void spokenDigitsAreClassified() {
    assertThat(run("spoken-digits").printed()).contains("majority", "accuracy", "peephole-lstm");
  }

  @Test
  void connectedDigitsAreTranscribed() throws IOException {
    Shell ran = run("connected-digits", "task.data.strings={\"train\":24,\"valid\":6,\"test\":6}");
    assertThat(ran.printed()).contains("wer", "impossible", "peephole-lstm");
    assertThat(Files.readString(folder.resolve("run/exhibits/gru-seed1.json")))
        .contains("\"type\":\"heat-map\"", "\"name\":\"reference\"");
    Files.delete(folder.resolve("fsdd/recordings.zip"));

    String run = folder.resolve("run").toString();
    String seven = folder.resolve("seven.wav").toString();
    Shell one = new Shell();
    assertThat(one.carousel("transcribe", run, seven)).as(one.complained()).isZero();
    assertThat(one.printed()).matches("([0-9]( [0-9])*)?\n");
    Shell several = new Shell();
    assertThat(several.carousel("transcribe", run, seven, folder + "/none.wav", seven))
        .isEqualTo(2);
    String line = seven + "\t" + one.printed();
    assertThat(several.printed()).isEqualTo(line + line);
    assertThat(several.complained()).endsWith("none.wav: no such file\n");
    Path requests =
        Files.writeString(folder.resolve("r.jsonl"), "{\"recording\": \"%s\"}\n".formatted(seven));
    Shell predicted = new Shell();
    assertThat(predicted.carousel("predict", run, "--input", requests.toString()))
        .as(predicted.complained())
        .isZero();
    assertThat(predicted.printed())
        .isEqualTo("{\"text\":\"%s\"}\n".formatted(one.printed().strip()));
  }
}
