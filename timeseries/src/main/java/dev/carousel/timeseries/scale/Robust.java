package dev.carousel.timeseries.scale;

import java.util.Arrays;

/**
 * To median 0 and interquartile range 1, which single large values do not change. Where more than
 * half of the values are equal, so that there is no such range, the standard deviation stands for
 * it. Quantiles are interpolated linearly (type 7 of Hyndman and Fan, Sample quantiles in
 * statistical packages, 1996). In JSON, "robust".
 *
 * @param per what it is fitted to
 */
public record Robust(Per per) implements Scale {
  @Override
  public Scaler fit(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    double factor = range == 0 ? Standard.fit(new Transform.Identity(), values).factor() : range;
    return new Scaler(new Transform.Identity(), quantile(sorted, 0.5), factor);
  }

  private static double quantile(double[] sorted, double probability) {
    double at = probability * (sorted.length - 1);
    int below = (int) at;
    double part = at - below;
    return part == 0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
  }
}
