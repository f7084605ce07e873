package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.DataFolders;
import dev.carousel.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The Free Spoken Digit Dataset; skipped where no folder shared/data lies beside the repository.
 */
class RealRecordingsTest {
  private static DataFolders data;

  @BeforeAll
  static void findData() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path shared = folder.resolve("shared/data");
      if (Files.isDirectory(shared)) {
        data = new DataFolders(List.of(shared));
        return;
      }
    }
    Assumptions.abort("no folder shared/data beside the repository");
  }

  @Test
  void theSetHasItsSplitSpeakersAndSeconds() {
    Utterances read = Recordings.of("fsdd/recordings.zip").read(data);

    assertThat(read.part(Split.TEST)).hasSize(300);
    assertThat(read.part(Split.VALID)).hasSize(300);
    assertThat(read.part(Split.TRAIN)).hasSize(2400);
    for (Split split : Split.values()) {
      assertThat(read.part(split)).extracting(each -> each.sound().sampleRate()).containsOnly(8000);
      assertThat(read.part(split).stream().map(Utterance::speaker).distinct())
          .containsExactlyInAnyOrder("george", "jackson", "lucas", "nicolas", "theo", "yweweler");
      assertThat(read.part(split).stream().map(Utterance::transcript).distinct())
          .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }
    double seconds =
        read.parts().values().stream().flatMap(List::stream).mapToDouble(Utterance::seconds).sum();
    assertThat(seconds).isCloseTo(1312.3, within(0.05));
  }
}
