package dev.carousel.examples.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Place;
import dev.carousel.examples.speech.ConnectedDigits.Between;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Recording;
import dev.carousel.timeseries.audio.Sound;
import dev.carousel.timeseries.audio.Utterance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DigitStringsTest {
  private static final int RATE = 1000;

  /** A recording of equal samples, by which it is known again. */
  private static Recording recording(String label, int length, float value) {
    float[] samples = new float[length];
    Arrays.fill(samples, value);
    return new Recording(
        label, new Sound(samples, RATE), "s" + label, Place.whole("r.zip, " + label + ".wav"));
  }

  @Test
  void recordingsStandBetweenGapsAsTheyAre() {
    Recording three = recording("3", 50, 0.5f);
    Recording one = recording("1", 30, -0.25f);
    DigitString string = new DigitString(List.of(three, one, three), new int[] {5, 0, 7, 2}, 9);

    assertThat(string.transcript()).isEqualTo("3 1 3");
    assertThat(string.speaker()).isEqualTo("s3, s1, s3");
    assertThat(string.place())
        .hasToString("the string of r.zip, 3.wav and r.zip, 1.wav and r.zip, 3.wav");
    float[] samples = string.sound().samples();
    assertThat(samples).hasSize(144);
    assertThat(string.seconds()).isEqualTo(0.144).isEqualTo(string.sound().seconds());
    assertThat(Arrays.copyOfRange(samples, 5, 55)).containsOnly(0.5f);
    assertThat(Arrays.copyOfRange(samples, 55, 85)).containsOnly(-0.25f);
    assertThat(Arrays.copyOfRange(samples, 92, 142)).containsOnly(0.5f);
    // Noise, and the same whenever it is asked for.
    assertThat(samples[4]).isNotIn(0f, 0.5f);
    assertThat(samples[85]).isNotIn(0f, 0.5f, -0.25f);
    assertThat(string.sound().samples()).containsExactly(samples);
  }

  /**
   * The deviation of n samples is that of the noise to within 1 / √(2n) of it, 0.0016 for 200,000;
   * 0.01 is six times as much.
   */
  @Test
  void gapsAreAsLoudAsTheQuietestStretchesBesideThem() {
    // Loud but for 20 ms in the middle, beginning where a stretch begins.
    Recording first = recording("1", 100, 0.5f);
    Arrays.fill(first.sound().samples(), 40, 60, 0.01f);
    // Shorter than a stretch.
    Recording last = recording("2", 10, 0.03f);
    Recording silent = recording("3", 100, 0);
    int n = 200_000;
    DigitString string = new DigitString(List.of(first, last, silent), new int[] {n, n, 10, 10}, 4);

    float[] samples = string.sound().samples();

    assertThat(deviation(samples, 0, n) / 0.01).isCloseTo(1, within(0.01));
    assertThat(deviation(samples, n + 100, n) / 0.02).isCloseTo(1, within(0.01));
    assertThat(deviation(samples, 2 * n + 110, 10)).isBetween(0.005, 0.03);
    assertThat(deviation(samples, samples.length - 10, 10)).isZero();
  }

  private static double deviation(float[] samples, int from, int length) {
    double power = 0;
    for (int i = from; i < from + length; i++) {
      power += (double) samples[i] * samples[i];
    }
    return Math.sqrt(power / length);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void recordingsAreTakenEquallyOften(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int recordings,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 4) int fewest,
      @ForAll @IntRange(max = 3) int more) {
    List<Recording> made = new ArrayList<>();
    Map<String, Integer> taken = new HashMap<>();
    for (int n = 0; n < recordings; n++) {
      made.add(recording("r" + n, 1, 0));
      taken.put("r" + n, 0);
    }
    DigitStrings strings =
        new DigitStrings(made, new Between(fewest, fewest + more), new Between(0, 9));
    RandomStream random = new RandomStream(seed);

    List<Utterance> drawn = strings.draw(count, random);

    assertThat(drawn).hasSize(count);
    for (Utterance string : drawn) {
      String[] said = string.transcript().split(" ");
      assertThat(said).hasSizeBetween(fewest, fewest + more);
      // A sample each, and gaps of 0 to 9 milliseconds.
      assertThat(string.sound().samples())
          .hasSizeBetween(said.length, said.length + 9 * (said.length + 1));
      Arrays.stream(said).forEach(label -> taken.merge(label, 1, Integer::sum));
    }
    assertThat(taken).hasSize(recordings);
    int most = taken.values().stream().mapToInt(n -> n).max().orElseThrow();
    assertThat(taken.values()).allMatch(n -> n >= most - 1);
    assertThat(transcripts(strings.draw(count, new RandomStream(seed))))
        .isEqualTo(transcripts(drawn));
  }

  private static List<String> transcripts(List<Utterance> strings) {
    return strings.stream().map(Utterance::transcript).toList();
  }
}
