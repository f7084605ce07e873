package dev.carousel.examples.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleClipsTest {
  @TempDir private Path folder;

  /** The clips of the repository are those of seed 1, written by whichever JDK. */
  @Test
  void equalSeedsGiveEqualClips() throws IOException {
    Path there = Path.of("data", "clips");
    SampleClips.write(folder, 1);

    assertThat(folder.resolve("captions.txt"))
        .hasSameTextualContentAs(there.resolve("captions.txt"));
    ClipFiles files = new ClipFiles(new FrameSize(96, 96), OptionalInt.empty());
    for (int n = 1; n <= 6; n++) {
      Clip clip = files.read(folder.resolve(n + ".gif"), "new");
      assertThat(clip.frames()).hasDimensions(12, 96 * 96 * 3);
      assertThat(clip.frames())
          .isDeepEqualTo(files.read(there.resolve(n + ".gif"), "old").frames());
    }
    SampleClips.write(folder, 2);
    assertThat(Files.readString(folder.resolve("captions.txt")))
        .isNotEqualTo(Files.readString(there.resolve("captions.txt")));
  }
}
