package dev.carousel.timeseries.audio;

import dev.carousel.random.RandomStream;
import java.util.Arrays;

/**
 * Computes what a {@link FrontEnd} describes. Has tables and buffers of its own; not safe for use
 * by several threads.
 */
public final class FeatureExtractor {
  private final FrontEnd form;
  private final PowerSpectrum spectrum;
  private final MelBank bank;

  /**
   * An extractor.
   *
   * @param form what to compute
   */
  public FeatureExtractor(FrontEnd form) {
    this.form = form;
    spectrum = new PowerSpectrum(form.taper().weights(form.windowSamples()), form.preEmphasis());
    bank = new MelBank(form.sampleRate(), PowerSpectrum.bins(form.windowSamples()), form.mels());
  }

  /**
   * The features of a sound.
   *
   * @param sound at any rate
   * @return [frames, {@link FrontEnd#width width}] in row-major order, first what the form's kind
   *     is, then its slopes, then theirs; the caller's own
   */
  public float[] features(Sound sound) {
    return of(spectrogram(sound));
  }

  /**
   * The features of a sound with changes that are drawn for it.
   *
   * @param sound at any rate
   * @param augmentation what is changed
   * @param random decides how; advances
   * @return [frames, {@link FrontEnd#width width}] as of {@link #features(Sound)}
   */
  public float[] features(Sound sound, Augmentation augmentation, RandomStream random) {
    float[] logMel = spectrogram(augmentation.changed(sound, random));
    augmentation.mask(logMel, form.mels(), random);
    return of(logMel);
  }

  /**
   * The log-mel spectrogram, which features are made of and people look at.
   *
   * @param sound at any rate
   * @return [frames, mels] in row-major order, in nats; the caller's own
   */
  public float[] spectrogram(Sound sound) {
    float[] samples = sound.at(form.sampleRate()).samples();
    Frames frames = new Frames(form.windowSamples(), form.hopSamples(), samples.length);
    int bands = form.mels();
    float[] logMel = new float[Math.multiplyExact(frames.count(), bands)];
    for (int t = 0; t < frames.count(); t++) {
      double[] power = spectrum.of(samples, frames.start(t));
      for (int b = 0; b < bands; b++) {
        logMel[t * bands + b] = (float) Math.log(Math.max(FrontEnd.FLOOR, bank.energy(power, b)));
      }
    }
    return logMel;
  }

  private float[] of(float[] logMel) {
    float[] part = form.kind().of(logMel, form.mels());
    int each = form.kind().width(form.mels());
    int width = form.width();
    float[] features = new float[part.length * (1 + form.deltas())];
    for (int order = 0; order <= form.deltas(); order++) {
      part = order == 0 ? part : slopes(part, each);
      for (int t = 0; t < part.length / each; t++) {
        System.arraycopy(part, t * each, features, t * width + order * each, each);
      }
    }
    if (form.normalise()) {
      normalise(features, width);
    }
    return features;
  }

  /** d_t = Σ_n n (c_(t+n) - c_(t-n)) / (2 Σ_n n²), n = 1, 2. */
  private static float[] slopes(float[] rows, int width) {
    int last = rows.length / width - 1;
    float[] slopes = new float[rows.length];
    for (int t = 0; t <= last; t++) {
      for (int c = 0; c < width; c++) {
        double sum = 0;
        for (int n = 1; n <= 2; n++) {
          double after = rows[Math.min(last, t + n) * width + c];
          double before = rows[Math.max(0, t - n) * width + c];
          sum += n * (after - before);
        }
        slopes[t * width + c] = (float) (sum / 10);
      }
    }
    return slopes;
  }

  private static void normalise(float[] rows, int width) {
    int count = rows.length / width;
    double[] column = new double[count];
    for (int c = 0; c < width; c++) {
      for (int t = 0; t < count; t++) {
        column[t] = rows[t * width + c];
      }
      double mean = Arrays.stream(column).average().orElseThrow();
      double squares = 0;
      for (double value : column) {
        squares += (value - mean) * (value - mean);
      }
      // Of equal numbers it is exactly 0: a double holds the sum of fewer than 2^29 equal floats.
      double deviation = Math.sqrt(squares / count);
      for (int t = 0; t < count; t++) {
        rows[t * width + c] = deviation == 0 ? 0 : (float) ((column[t] - mean) / deviation);
      }
    }
  }
}
