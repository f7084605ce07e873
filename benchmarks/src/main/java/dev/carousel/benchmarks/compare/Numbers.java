package dev.carousel.benchmarks.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are printed. */
final class Numbers {
  private Numbers() {}

  /** As few digits as say it: 1.25, 2, 10. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Two decimals, for ratios. */
  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Three significant digits, for times and rates. */
  static String three(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3));
    return rounded.toPlainString();
  }
}
