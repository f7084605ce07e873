package dev.carousel.examples.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.examples.speech.ConnectedDigits.Between;
import dev.carousel.examples.speech.ConnectedDigits.Strings;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Recordings.Numbers;
import dev.carousel.timeseries.audio.Utterance;
import dev.carousel.timeseries.audio.Utterances;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectedDigitsTest {
  private static final Numbers VALID = new Numbers(1, 1);
  private static final Numbers TEST = new Numbers(0, 0);
  private static final Between TWO_OR_THREE = new Between(2, 3);
  private static final Between NO_GAP = new Between(0, 0);
  private static final Strings STRINGS = new Strings(20, 6, 5);

  @TempDir private Path folder;

  /** Two digits by two speakers, four times each; one at another rate. */
  private ConnectedDigits made() throws IOException {
    for (String label : List.of("7", "8")) {
      for (String speaker : List.of("ann", "bob")) {
        for (int number = 0; number < 4; number++) {
          boolean fast = label.equals("8") && speaker.equals("bob") && number == 2;
          float[] samples = new float[fast ? 80 : 40];
          samples[3] = 0.5f;
          WavFile.write(
              folder.resolve("%s_%s_%d.wav".formatted(label, speaker, number)),
              fast ? 2000 : 1000,
              samples);
        }
      }
    }
    return new ConnectedDigits(
        folder.toString(), VALID, TEST, TWO_OR_THREE, new Between(1, 20), STRINGS);
  }

  private static Utterances read(ConnectedDigits digits, long seed) {
    return digits.read(new DataFolders(List.of()), seed);
  }

  private static List<String> names(List<Utterance> strings) {
    return strings.stream().map(each -> each.place() + " " + each.seconds()).toList();
  }

  @Test
  void stringsOfAPartAreMadeOfItsRecordingsAlone() throws IOException {
    Utterances read = read(made(), 5);

    Map<Split, String> numbers = Map.of(Split.TRAIN, "[23]", Split.VALID, "1", Split.TEST, "0");
    for (Split split : Split.values()) {
      Pattern wanted =
          Pattern.compile(
              "the string of( \\S*, [78]_(ann|bob)_N\\.wav( and)?)+"
                  .replace("N", numbers.get(split)));
      assertThat(read.part(split)).hasSize(STRINGS.of(split));
      for (Utterance string : read.part(split)) {
        assertThat(string.place().toString()).matches(wanted);
        assertThat(string.transcript()).matches("[78]( [78]){1,2}");
        assertThat(string.sound().sampleRate()).isEqualTo(1000);
        assertThat(string.sound().seconds()).isEqualTo(string.seconds());
      }
    }
    assertThat(read.files()).hasSize(16);
    assertThat(read.trainingTranscripts()).containsOnly("7", "8");
  }

  @Test
  void evaluationsSeeTheSameStringsAndEveryEpochOthers() throws IOException {
    ConnectedDigits digits = made();
    Utterances read = read(digits, 5);
    for (Split split : Split.values()) {
      assertThat(names(read(digits, 5).part(split))).isEqualTo(names(read.part(split)));
      assertThat(names(read(digits, 6).part(split))).isNotEqualTo(names(read.part(split)));
    }
    RandomStream random = new RandomStream(1);
    List<Utterance> first = read.epoch(random);
    List<Utterance> second = read.epoch(random);
    assertThat(first).hasSize(20);
    assertThat(names(first)).isNotEqualTo(names(second));
    assertThat(names(read.epoch(new RandomStream(1)))).isEqualTo(names(first));
    assertThat(names(first)).noneMatch(name -> name.contains("_0.wav") || name.contains("_1.wav"));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(
            () -> new ConnectedDigits("a", VALID, TEST, new Between(0, 3), NO_GAP, STRINGS))
        .hasMessage("digits must be at least 1, got 0");
    assertThatThrownBy(() -> new ConnectedDigits("a", TEST, TEST, TWO_OR_THREE, NO_GAP, STRINGS))
        .hasMessage("valid, 0 to 0, and test, 0 to 0, share numbers; they must not");
    assertThatThrownBy(() -> new Between(3, 2))
        .hasMessage("from must be at least 0, to at least from and at most 1000000, got 3 and 2");
    assertThatThrownBy(() -> new Strings(1, 0, 1))
        .hasMessage("train, valid and test must be at least 1, got 1, 0 and 1");
  }
}
