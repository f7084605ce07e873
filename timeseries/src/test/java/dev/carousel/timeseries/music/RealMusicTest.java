package dev.carousel.timeseries.music;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of the usual sets; skipped where no folder shared/data lies beside the repository. */
class RealMusicTest {
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

  @ParameterizedTest
  @CsvSource({
    "jsb_chorales/jsb-chorales-quarter.json, 229, 76, 77, 13807, 4602, 4725",
    "poly_music/nottingham.json, 694, 173, 170, 176561, 45513, 44463",
    "poly_music/piano_midi.json, 87, 12, 25, 75911, 8540, 19036",
    "poly_music/musedata.json, 524, 135, 124, 245202, 82755, 64339"
  })
  void setsHaveTheirSequencesAndFrames(
      String path,
      int trainSequences,
      int validSequences,
      int testSequences,
      int trainFrames,
      int validFrames,
      int testFrames) {
    Map<Split, Rolls> rolls = new PianoRollFile(path, data.find(path)).rolls();

    assertThat(rolls.get(Split.TRAIN).count()).isEqualTo(trainSequences);
    assertThat(rolls.get(Split.VALID).count()).isEqualTo(validSequences);
    assertThat(rolls.get(Split.TEST).count()).isEqualTo(testSequences);
    assertThat(frames(rolls.get(Split.TRAIN))).isEqualTo(trainFrames);
    assertThat(frames(rolls.get(Split.VALID))).isEqualTo(validFrames);
    assertThat(frames(rolls.get(Split.TEST))).isEqualTo(testFrames);
  }

  private static int frames(Rolls rolls) {
    return Arrays.stream(rolls.keys()).mapToInt(sequence -> sequence.length).sum();
  }

  @Test
  void simpleMethodsReachElevenAndTenNatsOnTheChorales() {
    var baselines =
        new PianoRoll("jsb_chorales/jsb-chorales-quarter.json").prepare(data, 1).baselines();

    // Counted once; the counts of a file do not change, sums of doubles hardly.
    assertThat(baselines.get(0).metrics().get(Split.TEST).get("nll"))
        .isCloseTo(11.09, within(5e-3));
    assertThat(baselines.get(1).metrics().get(Split.TEST).get("nll"))
        .isCloseTo(10.49, within(5e-3));
  }

  @Test
  void sixteenthsWithRestsAsMinusOneAreRefused() {
    assertThatThrownBy(() -> new PianoRoll("jsb_chorales/Jsb16thSeparated.json").prepare(data, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("jsb_chorales/Jsb16thSeparated.json: pitch ");
  }
}
