package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment with clips, shortened, through the command line. */
class CaptionExamplesTest {
  @TempDir private Path folder;

  @Test
  void anAttendingModelAndABagOfFramesAreCompared() {
    Shell shell = new Shell();

    int status =
        shell.carousel(
            "run",
            Path.of("captions.json").toAbsolutePath().toString(),
            "--out",
            folder.resolve("run").toString(),
            "--set",
            "task.data={\"type\":\"generated-clips\",\"frames\":4,\"trainClips\":40,"
                + "\"validClips\":8,\"testClips\":8,\"unseenClips\":8}",
            "--set",
            "task.height=8",
            "--set",
            "task.width=8",
            "--set",
            "training.epochs=2",
            "--set",
            "model.recurrent.cell.units=8");

    assertThat(status).as(shell.complained()).isZero();
    assertThat(shell.printed()).contains("attending", "bag-of-frames", "majority", "exactUnseen");
    assertThat(folder.resolve("run/report.html")).exists();
  }
}
