package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment with clips, shortened, through the command line. */
class CaptionExamplesTest {
  private static final String CLIPS = "data/clips/";

  @TempDir private Path folder;

  @Test
  void anAttendingModelAndABagOfFramesAreComparedAndAsked() throws IOException {
    Shell shell = new Shell();
    String run = folder.resolve("run").toString();

    int status =
        shell.carousel(
            "run",
            Path.of("captions.json").toAbsolutePath().toString(),
            "--out",
            run,
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
            "model.frontEnd.layers=[{\"filters\":4,\"size\":3,\"stride\":1,\"pool\":2}]",
            "--set",
            "model.recurrent.cell.units=8");

    assertThat(status).as(shell.complained()).isZero();
    assertThat(shell.printed()).contains("attending", "bag-of-frames", "majority", "exactUnseen");
    assertThat(Files.readString(folder.resolve("run/exhibits/attending-seed1.json")))
        .contains("\"Test clip 4\"", "\"Unseen combination, test clip 4\"", "\"looks\":[{");
    assertThat(folder.resolve("run/report.html")).exists();

    shell.clear();
    status = shell.carousel("caption", run, CLIPS + "1.gif", CLIPS + "absent.gif", CLIPS + "4.gif");
    assertThat(status).isEqualTo(2);
    assertThat(shell.printed())
        .matches("data/clips/1\\.gif\t[a-z ]*\ndata/clips/4\\.gif\t[a-z ]*\n");
    assertThat(shell.complained()).endsWith("data/clips/absent.gif: no such file\n");

    String one = shell.printed().lines().findFirst().orElseThrow().split("\t", 2)[1];
    shell.clear();
    byte[] request = "{\"clip\": \"data/clips/1.gif\"}\n".getBytes(StandardCharsets.UTF_8);
    status = shell.carousel(new ByteArrayInputStream(request), "predict", run);
    assertThat(status).as(shell.complained()).isZero();
    assertThat(shell.printed()).startsWith("{\"caption\":\"" + one + "\",\"score\":-");
  }
}
