package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  private static float[] sine(double hertz, int rate, int samples) {
    float[] sine = new float[samples];
    for (int n = 0; n < samples; n++) {
      sine[n] = (float) Math.sin(2 * Math.PI * hertz * n / rate);
    }
    return sine;
  }

  /** The largest distance from a sine, away from both ends, where the sound is cut off. */
  private static double distance(float[] sound, double hertz, int rate, double seconds) {
    float[] sine = sine(hertz, rate, sound.length);
    int edge = (int) (seconds * rate);
    double most = 0;
    for (int n = edge; n < sound.length - edge; n++) {
      most = Math.max(most, Math.abs(sound[n] - sine[n]));
    }
    return most;
  }

  @ParameterizedTest
  @CsvSource({
    "8000, 16000",
    "16000, 8000",
    "44100, 8000",
    "8000, 44100",
    "48000, 11025",
    "8000, 7919"
  })
  void sinesBelowTheBandEdgeComeThrough(int from, int to) {
    double half = Math.min(from, to) / 2.0;
    Resampler resampler = new Resampler(from, to);
    for (double share : new double[] {0.01, 0.3, 0.77, 0.92}) {
      float[] given = sine(share * half, from, from);
      float[] wanted = resampler.resample(given);

      assertThat(wanted).hasSize(to);
      // The window reaches over 64 samples of the lower rate to either side; ripples are 80 dB
      // down, 1e-4, and at the edge of the band the documentation says 0.1 per cent.
      double reach = 65.0 / Math.min(from, to);
      assertThat(distance(wanted, share * half, to, reach)).isLessThan(share < 0.9 ? 2e-4 : 1e-3);
    }
  }

  /** A sine of 5 kHz at 8000 samples a second would be heard as one of 3 kHz. */
  @Test
  void whatTheLowerRateCannotHoldIsNotHeard() {
    for (double hertz : new double[] {4001, 4500, 5000, 7900, 12000}) {
      float[] wanted = new Resampler(44100, 8000).resample(sine(hertz, 44100, 44100));
      double loudest = 0;
      for (int n = 100; n < wanted.length - 100; n++) {
        loudest = Math.max(loudest, Math.abs(wanted[n]));
      }
      // 80 dB, and 3 dB for Kaiser's formula, which is of the ripple's size and not a bound.
      assertThat(loudest).as("%s Hz", hertz).isLessThan(1.4e-4);
    }
  }

  @Test
  void aConstantStaysOne() {
    float[] ones = new float[4000];
    Arrays.fill(ones, 0.75f);
    float[] wanted = new Resampler(4000, 3000).resample(ones);
    for (int n = 200; n < 2800; n++) {
      // Weights sum to 1, but for roundings in double; the sum is rounded to a float.
      assertThat(wanted[n]).isEqualTo(0.75f, within(1e-7f));
    }
  }

  @Test
  void lengthsAreRoundedUpAndEqualRatesChangeNothing() {
    assertThat(new Resampler(3, 2).length(1)).isEqualTo(1);
    assertThat(new Resampler(3, 2).length(3)).isEqualTo(2);
    assertThat(new Resampler(3, 2).length(4)).isEqualTo(3);
    float[] given = {1, 2, 3};
    assertThat(new Resampler(8000, 8000).resample(given))
        .containsExactly(1, 2, 3)
        .isNotSameAs(given);
    Sound sound = new Sound(given, 8000);
    assertThat(sound.at(8000)).isSameAs(sound);
    assertThat(sound.at(16000).samples()).hasSize(6);
    assertThat(sound.at(16000).sampleRate()).isEqualTo(16000);
  }

  @Test
  void impossibleRatesAreRefused() {
    assertThatThrownBy(() -> new Resampler(0, 1))
        .hasMessage("the given rate must be 1 to 1000000 samples a second, got 0");
    assertThatThrownBy(() -> new Resampler(1, 2_000_000))
        .hasMessage("the wanted rate must be 1 to 1000000 samples a second, got 2000000");
    assertThatThrownBy(() -> new Resampler(1, 1_000_000).length(1 << 20))
        .hasMessage(
            "1048576 samples would become 1048576000000, which is more than an array holds");
    assertThatThrownBy(() -> new Sound(new float[0], 8000)).hasMessage("there are no samples");
    assertThatThrownBy(() -> new Sound(new float[] {0, 1e30f}, 8000))
        .hasMessage("sample 2 is 1.0E30; samples must be numbers, full scale is 1");
  }
}
