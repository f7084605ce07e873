package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
  private static FrontEnd form(int rate, double window, double hop, int mels, SpectralForm kind) {
    return new FrontEnd(rate, 0.9, window, hop, Taper.HAMMING, mels, kind, 0, false);
  }

  private static double mel(double f) {
    return f < 1000 ? f * 3 / 200 : 15 + 27 * Math.log(f / 1000) / Math.log(6.4);
  }

  /** Its inverse by halving, so that no formula is used twice. */
  private static double hertz(double mel) {
    double low = 0;
    double high = 1e6;
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      if (mel(middle) < mel) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The definition step by step: the transform as a sum of cosines and sines, and so on. */
  private static double logMel(
      float[] s, int rate, int start, int window, int size, int bands, int band) {
    double[] edges = new double[3];
    for (int i = 0; i < 3; i++) {
      edges[i] = hertz(mel(rate / 2.0) * (band + i) / (bands + 1));
    }
    double energy = 0;
    for (int k = 0; k <= size / 2; k++) {
      double re = 0;
      double im = 0;
      for (int n = 0; n < window && start + n < s.length; n++) {
        double before = start + n == 0 ? 0 : s[start + n - 1];
        double w = 0.54 - 0.46 * Math.cos(2 * Math.PI * n / window);
        double x = w * (s[start + n] - 0.9 * before);
        re += x * Math.cos(2 * Math.PI * k * n / size);
        im -= x * Math.sin(2 * Math.PI * k * n / size);
      }
      double f = (double) k * rate / size;
      double height = 2 / (edges[2] - edges[0]);
      double weight = 0;
      if (f > edges[0] && f <= edges[1]) {
        weight = height * (f - edges[0]) / (edges[1] - edges[0]);
      } else if (f > edges[1] && f < edges[2]) {
        weight = height * (edges[2] - f) / (edges[2] - edges[1]);
      }
      energy += weight * (re * re + im * im);
    }
    return Math.log(Math.max(1e-10, energy));
  }

  @Test
  void spectrogramsAreWhatTheFormulasSay() {
    float[] s = Made.samples();
    // 30 ms of 11025 a second are 331 samples, transformed as 512; 7 ms are 77.
    FrontEnd form = form(11025, 30, 7, 23, new LogMel());
    float[] spectrogram = new FeatureExtractor(form).spectrogram(new Sound(s, 11025));

    assertThat(form.windowSamples()).isEqualTo(331);
    assertThat(form.hopSamples()).isEqualTo(77);
    assertThat(spectrogram).hasSize(23 * 23);
    for (int t = 0; t < 23; t++) {
      for (int b = 0; b < 23; b++) {
        // Values are within ±16 and floats.
        assertThat((double) spectrogram[t * 23 + b])
            .isCloseTo(logMel(s, 11025, 77 * t, 331, 512, 23, b), within(2e-6));
      }
    }
  }

  @Test
  void theFirstCepstralCoefficientIsTheScaledMeanAndAllOfThemKeepTheLength() {
    Sound sound = new Sound(Made.samples(), 8000);
    float[] logMel = new FeatureExtractor(form(8000, 25, 10, 20, new LogMel())).features(sound);
    float[] cepstra = new FeatureExtractor(form(8000, 25, 10, 20, new Mfcc(20))).features(sound);
    for (int t = 0; t < 24; t++) {
      double sum = 0;
      double squares = 0;
      double transformed = 0;
      for (int b = 0; b < 20; b++) {
        sum += logMel[t * 20 + b];
        squares += Math.pow(logMel[t * 20 + b], 2);
        transformed += Math.pow(cepstra[t * 20 + b], 2);
      }
      // Numbers up to 70 as floats, squares of up to 5000.
      assertThat((double) cepstra[t * 20]).isCloseTo(sum / Math.sqrt(20), within(1e-5));
      assertThat(transformed).isCloseTo(squares, within(1e-6 * squares));
    }
  }

  @Test
  void slopesOfARampAreItsSlopeAwayFromTheEnds() {
    // e^(2 t) louder from frame to frame: log-mels rise by 2 hop 100 = 0.2 each 10 ms.
    float[] samples = new float[8000];
    for (int n = 0; n < samples.length; n++) {
      samples[n] = (float) (1e-3 * Math.exp(n / 800.0) * Math.sin(2 * Math.PI * 500 * n / 8000));
    }
    FrontEnd form = new FrontEnd(8000, 0, 20, 10, Taper.HANN, 1, new LogMel(), 2, false);
    float[] features = new FeatureExtractor(form).features(new Sound(samples, 8000));
    int frames = features.length / 3;
    assertThat(frames).isEqualTo(99);
    for (int t = 4; t < frames - 4; t++) {
      // 500 Hz pass 5 times in 10 ms, so that frames are equal but for their loudness.
      assertThat(features[t * 3 + 1]).isEqualTo(0.2f, within(1e-5f));
      assertThat(features[t * 3 + 2]).isEqualTo(0, within(1e-5f));
    }
    // (1 · 0.2 + 2 · 0.4) / 10, the first frame standing for those before it.
    assertThat(features[1]).isEqualTo(0.1f, within(1e-5f));
  }

  @Test
  void normalisedFeaturesHaveMeanZeroAndDeviationOneAndSilenceIsZero() {
    FrontEnd form = FrontEnd.standard();
    float[] features = new FeatureExtractor(form).features(new Sound(Made.samples(), 8000));
    for (int c = 0; c < 40; c++) {
      double sum = 0;
      double squares = 0;
      for (int t = 0; t < 24; t++) {
        sum += features[t * 40 + c];
        squares += Math.pow(features[t * 40 + c], 2);
      }
      assertThat(sum / 24).isCloseTo(0, within(1e-6));
      assertThat(squares / 24).isCloseTo(1, within(1e-6));
    }
    FrontEnd all = new FrontEnd(8000, 0.97, 25, 10, Taper.HANN, 40, new Mfcc(13), 2, true);
    assertThat(new FeatureExtractor(all).features(new Sound(new float[8000], 8000)))
        .hasSize(99 * 39)
        .containsOnly(0);
  }

  @Test
  void silenceIsTheFloorAndASingleSampleAFrame() {
    FrontEnd form = form(8000, 25, 10, 20, new LogMel());
    assertThat(new FeatureExtractor(form).features(new Sound(new float[1], 8000)))
        .hasSize(20)
        .containsOnly((float) Math.log(1e-10));
  }

  @Test
  void soundOfAnotherRateIsResampled() {
    Sound twice = new Sound(new Resampler(8000, 16000).resample(Made.samples()), 16000);
    FrontEnd form = form(8000, 25, 10, 20, new LogMel());

    float[] features = new FeatureExtractor(form).features(twice);
    assertThat(features)
        .hasSize(24 * 20)
        .containsExactly(new FeatureExtractor(form).features(twice.at(8000)));
  }

  @Test
  void changesAreDrawnFromTheStreamAndTheSoundIsLeftAlone() {
    Augmentation all =
        new Augmentation(
            Optional.of(new Augmentation.Between(10, 20)),
            Optional.of(new Augmentation.Between(-6, 6)),
            Optional.of(new Augmentation.Between(0.9, 1.1)),
            new Augmentation.Bands(2, 8),
            new Augmentation.Times(2, 5, 1));
    Sound sound = new Sound(Made.samples(), 8000);
    FeatureExtractor extractor = new FeatureExtractor(FrontEnd.standard());
    float[] plain = extractor.features(sound);

    float[] changed = extractor.features(sound, all, new RandomStream(3));
    assertThat(changed).isNotEqualTo(plain);
    assertThat(extractor.features(sound, all, new RandomStream(3))).containsExactly(changed);
    assertThat(extractor.features(sound, all, new RandomStream(4))).isNotEqualTo(changed);
    assertThat(sound.samples()).containsExactly(Made.samples());
    RandomStream random = new RandomStream(3);
    assertThat(extractor.features(sound, Augmentation.NONE, random)).containsExactly(plain);
    assertThat(random.state()).isEqualTo(3);
  }

  private static void assertRefused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static FrontEnd settings(double preEmphasis, double window, double hop, int mels) {
    return new FrontEnd(8000, preEmphasis, window, hop, Taper.HANN, mels, new LogMel(), 0, true);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertRefused(
        () -> new FrontEnd(0, 0, 25, 10, Taper.HANN, 40, new LogMel(), 0, true),
        "sampleRate must be 1 to 1000000 samples a second, got 0");
    assertRefused(
        () -> settings(1, 25, 10, 40), "preEmphasis must be at least 0 and below 1, got 1.0");
    assertRefused(
        () -> settings(0, 0, 10, 40), "window must be above 0 and at most 1000 ms, got 0.0");
    assertRefused(
        () -> settings(0, 25, 26, 40),
        "hop must be above 0 and at most the window, 25.0 ms, got 26.0");
    assertRefused(
        () -> settings(0, 0.1, 0.1, 1),
        "a window of 0.1 ms and a hop of 0.1 ms are less than 2 and 1 samples at 8000 a second");
    assertRefused(() -> settings(0, 25, 10, 0), "mels must be at least 1, got 0");
    assertRefused(
        () -> settings(0, 25, 10, 200),
        "mel band 1 of 200, 0 to 23 Hz, has none of the frequencies of a window, which are 31.3 Hz"
            + " apart; take fewer mels or a longer window");
    assertRefused(
        () -> new FrontEnd(8000, 0, 25, 10, Taper.HANN, 40, new Mfcc(41), 0, true),
        "coefficients must be at most the number of mels, 40, got 41");
    assertRefused(() -> new Mfcc(0), "coefficients must be at least 1, got 0");
    assertRefused(
        () -> new FrontEnd(8000, 0, 25, 10, Taper.HANN, 40, new LogMel(), 3, true),
        "deltas must be 0, 1 or 2, got 3");
    assertRefused(
        () -> new Frames(2, 3, 4),
        "the length, the hop and the samples must be at least 1, the hop at most the length, got 2,"
            + " 3 and 4");
  }
}
