package dev.carousel.nlp.metric;

import dev.carousel.random.RandomStream;
import java.util.Arrays;

/**
 * How sure a mean of per-sample figures is, by the percentile bootstrap (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 13): samples of the same size are drawn from the
 * figures with replacement, and the interval holds the middle part of their means. It speaks of
 * which samples happen to be in the data, not of the seeds of a training.
 *
 * @param resamples how many samples are drawn, at least 1
 * @param level the part of the means that the interval holds, above 0 and below 1
 */
public record Bootstrap(int resamples, double level) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1, got " + resamples);
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be above 0 and below 1, got " + level);
    }
  }

  /**
   * A mean and where it would lie for other samples.
   *
   * @param mean of the figures
   * @param low the lower end
   * @param high the upper end
   */
  public record Interval(double mean, double low, double high) {}

  /**
   * The interval of a mean.
   *
   * @param figures one a sample, at least one; not changed
   * @param random draws the samples; advanced
   * @return the interval; between two means its ends are interpolated linearly
   * @throws IllegalArgumentException if there is no figure
   */
  public Interval mean(double[] figures, RandomStream random) {
    if (figures.length == 0) {
      throw new IllegalArgumentException("there are no figures to take the mean of");
    }
    double[] means = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double sum = 0;
      for (int k = 0; k < figures.length; k++) {
        sum += figures[random.nextInt(figures.length)];
      }
      means[i] = sum / figures.length;
    }
    Arrays.sort(means);
    double mean = Arrays.stream(figures).sum() / figures.length;
    return new Interval(mean, quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2));
  }

  private static double quantile(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
