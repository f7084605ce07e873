package dev.carousel.experiment.report;

import dev.carousel.experiment.statistics.Summary;
import java.util.Locale;

/** Numbers as people read them: four digits, as many decimals for a spread as for its mean. */
public final class Figures {
  private static final int DIGITS = 4;
  private static final double LARGE = 1e6;
  private static final double SMALL = 1e-4;

  private Figures() {}

  /**
   * One figure.
   *
   * @param value any number
   * @return its text; "-" if it is not finite
   */
  public static String of(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format(value), value) : "-";
  }

  /**
   * A mean and its standard deviation, if that is defined.
   *
   * @param summary of a sample
   * @return such as "0.5423 ± 0.0286"
   */
  public static String of(Summary summary) {
    if (!Double.isFinite(summary.sd())) {
      return of(summary.mean());
    }
    return of(summary.mean())
        + " ± "
        + String.format(Locale.ROOT, format(summary.mean()), summary.sd());
  }

  /**
   * A time.
   *
   * @param seconds how many
   * @return with one decimal; "-" if it is not finite
   */
  public static String seconds(double seconds) {
    return Double.isFinite(seconds) ? String.format(Locale.ROOT, "%.1f", seconds) : "-";
  }

  private static String format(double value) {
    double size = Math.abs(value);
    if (size >= LARGE || (size > 0 && size < SMALL)) {
      return "%.3e";
    }
    int whole = size < 1 ? 0 : 1 + (int) Math.floor(Math.log10(size));
    return "%." + Math.max(0, DIGITS - whole) + "f";
  }
}
