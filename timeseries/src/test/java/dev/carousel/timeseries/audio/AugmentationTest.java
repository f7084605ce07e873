package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Augmentation.Bands;
import dev.carousel.timeseries.audio.Augmentation.Between;
import dev.carousel.timeseries.audio.Augmentation.Times;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final Optional<Between> AS_IT_IS = Optional.empty();
  private static final Bands NO_BANDS = new Bands(0, 0);
  private static final Times NO_TIMES = new Times(0, 0, 1);

  private static Augmentation sound(
      Optional<Between> noise, Optional<Between> gain, Optional<Between> speed) {
    return new Augmentation(noise, gain, speed, NO_BANDS, NO_TIMES);
  }

  private static Optional<Between> exactly(double value) {
    return Optional.of(new Between(value, value));
  }

  private static double power(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return sum;
  }

  private static float[] sine(double hertz, int samples) {
    float[] sine = new float[samples];
    for (int n = 0; n < samples; n++) {
      sine[n] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * n / 8000));
    }
    return sine;
  }

  @Test
  void noiseHasTheRatioThatWasDrawn() {
    Sound sound = new Sound(sine(440, 8000), 8000);
    float[] noisy =
        sound(exactly(12), AS_IT_IS, AS_IT_IS).changed(sound, new RandomStream(1)).samples();
    float[] noise = new float[8000];
    double both = 0;
    for (int n = 0; n < noise.length; n++) {
      noise[n] = noisy[n] - sound.samples()[n];
      both += (double) noise[n] * sound.samples()[n];
    }
    // Scaled by its own power, so but for the rounding of floats it is exact.
    assertThat(10 * Math.log10(power(sound.samples()) / power(noise))).isCloseTo(12, within(1e-4));
    // Independent of the sound: a correlation of 8000 pairs, five standard errors.
    assertThat(both / Math.sqrt(power(noise) * power(sound.samples())))
        .isCloseTo(0, within(5 / Math.sqrt(8000)));
    Sound silence = new Sound(new float[100], 8000);
    assertThat(
            sound(exactly(0), AS_IT_IS, AS_IT_IS).changed(silence, new RandomStream(1)).samples())
        .containsOnly(0);
  }

  @Test
  void gainIsInDecibels() {
    Sound sound = new Sound(new float[] {0.5f, -0.25f}, 8000);
    assertThat(
            sound(AS_IT_IS, exactly(-20), AS_IT_IS).changed(sound, new RandomStream(1)).samples())
        .containsExactly(0.05f, -0.025f);
  }

  @Test
  void fasterIsShorterAndHigher() {
    Sound sound = new Sound(sine(400, 8000), 8000);
    Sound faster = sound(AS_IT_IS, AS_IT_IS, exactly(1.25)).changed(sound, new RandomStream(1));

    assertThat(faster.sampleRate()).isEqualTo(8000);
    assertThat(faster.samples()).hasSize(6400);
    float[] higher = sine(500, 6400);
    for (int n = 200; n < 6200; n++) {
      // Ripples of the resampler, 80 dB down.
      assertThat(faster.samples()[n]).isEqualTo(higher[n], within(1e-4f));
    }
  }

  @Test
  void whatIsDrawnIsWithinItsRange() {
    RandomStream random = new RandomStream(5);
    Augmentation range = sound(AS_IT_IS, Optional.of(new Between(-6, 6)), AS_IT_IS);
    Sound one = new Sound(new float[] {1}, 8000);
    double least = 10;
    double most = 0;
    for (int i = 0; i < 1000; i++) {
      double factor = range.changed(one, random).samples()[0];
      least = Math.min(least, factor);
      most = Math.max(most, factor);
    }
    // Of 1000 uniform draws some are within 1 per cent of either end, but for 4e-5.
    assertThat(20 * Math.log10(least)).isBetween(-6 - 1e-5, -5.88);
    assertThat(20 * Math.log10(most)).isBetween(5.88, 6 + 1e-5);
  }

  @Test
  void masksAreOfWholeBandsAndFramesAndHoldTheMeanOfTheBand() {
    Augmentation masks =
        new Augmentation(AS_IT_IS, AS_IT_IS, AS_IT_IS, new Bands(1, 3), new Times(1, 8, 0.25));
    boolean[] bandWidths = new boolean[5];
    boolean[] timeWidths = new boolean[6];
    for (int seed = 0; seed < 300; seed++) {
      // 20 frames of 7 bands: band b is 100 b + t, its mean 100 b + 9.5, which no value is.
      float[] logMel = new float[20 * 7];
      for (int i = 0; i < logMel.length; i++) {
        logMel[i] = i % 7 * 100 + i / 7;
      }
      masks.mask(logMel, 7, new RandomStream(seed));
      boolean[][] masked = new boolean[20][7];
      for (int i = 0; i < logMel.length; i++) {
        masked[i / 7][i % 7] = logMel[i] == i % 7 * 100 + 9.5f;
        if (!masked[i / 7][i % 7]) {
          assertThat(logMel[i]).isEqualTo(i % 7 * 100 + i / 7);
        }
      }
      int bands = 0;
      int first = 7;
      int last = -1;
      for (int b = 0; b < 7; b++) {
        boolean all = true;
        for (int t = 0; t < 20; t++) {
          all &= masked[t][b];
        }
        if (all) {
          bands++;
          first = Math.min(first, b);
          last = b;
        }
      }
      int times = 0;
      for (int t = 0; t < 20; t++) {
        boolean all = true;
        for (int b = 0; b < 7; b++) {
          all &= masked[t][b];
        }
        times += all ? 1 : 0;
        for (int b = 0; b < 7; b++) {
          assertThat(masked[t][b]).isEqualTo(all || (first <= b && b <= last));
        }
      }
      assertThat(bands).isEqualTo(bands == 0 ? 0 : last - first + 1);
      bandWidths[bands] = true;
      timeWidths[times] = true;
    }
    // At most 3 bands; at most 8 frames and a quarter of 20; all widths occur in 300 draws.
    assertThat(bandWidths).containsExactly(true, true, true, true, false);
    assertThat(timeWidths).containsExactly(true, true, true, true, true, true);
  }

  @Test
  void masksMayCoverEverything() {
    Augmentation wide =
        new Augmentation(AS_IT_IS, AS_IT_IS, AS_IT_IS, new Bands(3, 100), new Times(3, 100, 1));
    for (int seed = 0; seed < 50; seed++) {
      float[] logMel = {1, 2, 3, 4};
      wide.mask(logMel, 2, new RandomStream(seed));
      assertThat(logMel[0]).isIn(1f, 2f);
    }
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new Between(1, 0))
        .hasMessage("from must be at most to, and both finite, got 1.0 and 0.0");
    assertThatThrownBy(() -> sound(exactly(200), AS_IT_IS, AS_IT_IS))
        .hasMessage("noise must be within -100.0 and 100.0, got 200.0 to 200.0");
    assertThatThrownBy(() -> sound(AS_IT_IS, AS_IT_IS, exactly(0)))
        .hasMessage("speed must be within 0.1 and 10.0, got 0.0 to 0.0");
    assertThatThrownBy(() -> new Bands(-1, 0))
        .hasMessage("count and widest must be at least 0, got -1 and 0");
    assertThatThrownBy(() -> new Times(1, 1, 1.5)).hasMessage("share must be 0 to 1, got 1.5");
  }
}
