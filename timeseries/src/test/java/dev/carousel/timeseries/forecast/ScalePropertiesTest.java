package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScalePropertiesTest {
  private static final double EPSILON = Math.ulp(1.0);

  @Property(seed = "1")
  void inverted(
      @ForAll Scale scale,
      @ForAll @Size(min = 1, max = 20) double[] drawn,
      @ForAll @IntRange(min = 1, max = 20) int end) {
    double[] values = Arrays.stream(drawn).map(v -> usable(scale, v)).toArray();
    Scaler scaler = scale.fit(InMemory.series(values), 0, Math.min(end, values.length));
    for (double value : values) {
      assertThat(scaler.invert(scaler.apply(value)))
          .isCloseTo(value, within(rounding(scaler, value)));
    }
  }

  /**
   * Any double, brought to a magnitude between 1e-6 and 1e6, as no other occurs in a series of
   * float32 inputs.
   */
  private static double usable(Scale scale, double drawn) {
    double magnitude = Math.pow(10, 6 * Math.sin(drawn % 1e6));
    return scale == Scale.LOG_STANDARD || drawn >= 0 ? magnitude : -magnitude;
  }

  /**
   * Four roundings (subtract, divide, multiply, add), each half an EPSILON of a number no larger
   * than 2 (|g| + |offset|); for a logarithm an EPSILON of |g| more, and the exponential turns the
   * sum into a relative error and adds its own EPSILON. Doubled for terms of second order.
   */
  private static double rounding(Scaler scaler, double value) {
    double g = scaler.logarithmic() ? Math.log(value) : value;
    double sum = 4 * EPSILON * (Math.abs(g) + Math.abs(scaler.offset()));
    return 2 * (scaler.logarithmic() ? Math.abs(value) * (sum + EPSILON * (Math.abs(g) + 1)) : sum);
  }

  @Property(seed = "1")
  void minmaxBringsTheTrainingPartToZeroToOne(
      @ForAll @Size(min = 2, max = 20) double[] drawn, @ForAll @DoubleRange(max = 1) double share) {
    double[] values = Arrays.stream(drawn).map(v -> usable(Scale.MINMAX, v)).toArray();
    int end = 1 + (int) (share * (values.length - 1));
    Scaler scaler = Scale.MINMAX.fit(InMemory.series(values), 0, end);
    for (int t = 0; t < end; t++) {
      assertThat(scaler.apply(values[t])).isBetween(0.0, 1.0);
    }
  }
}
