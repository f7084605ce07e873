package dev.carousel.timeseries.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.timeseries.series.Series;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScalePropertiesTest {
  @Provide
  Arbitrary<Scale> scales() {
    return Arbitraries.of(ScaleTest.scales());
  }

  @Provide
  Arbitrary<Scale> linear() {
    return Arbitraries.of(
        new Unscaled(), new Standard(Per.SERIES), new MinMax(Per.SERIES), new Robust(Per.SERIES));
  }

  private static Scaler fit(Scale scale, double[] values, int end) {
    return scale.fit(Arrays.copyOf(values, Math.min(end, values.length)));
  }

  /**
   * Subtracting rounds by half an ulp of |y| + |offset| at most, dividing, multiplying and adding
   * by as much each: together less than 8 ulps of the larger.
   */
  @Property(seed = "1")
  void invertedExactly(
      @ForAll("linear") Scale scale,
      @ForAll @Size(min = 1, max = 20) double[] drawn,
      @ForAll @IntRange(min = 1, max = 20) int end) {
    double[] values = Arrays.stream(drawn).map(v -> usable(false, v)).toArray();
    Scaler scaler = fit(scale, values, end);
    for (double value : values) {
      double larger = Math.max(Math.abs(value), Math.abs(scaler.offset()));
      assertThat(scaler.invert(scaler.apply(value))).isCloseTo(value, within(8 * Math.ulp(larger)));
    }
  }

  /**
   * As above for g(y). Its logarithm is wrong by an ulp, and by the error of g times the derivative
   * of the way back, 1 / (1 + λg); the exponential makes the sum a relative error and adds an ulp.
   */
  @Property(seed = "1")
  void logarithmsAndPowersAreInvertedExactly(
      @ForAll boolean power,
      @ForAll @Size(min = 1, max = 20) double[] drawn,
      @ForAll @IntRange(min = 1, max = 20) int end) {
    Scale scale = power ? new BoxCox(Per.SERIES) : new LogStandard(Per.SERIES);
    double[] values = Arrays.stream(drawn).map(v -> usable(true, v)).toArray();
    Scaler scaler = fit(scale, values, end);
    for (double value : values) {
      double error = relativeError(scaler, value);
      // Where so little is left, sums of small errors are no bound.
      Assume.that(error < 1e-3);
      assertThat(scaler.invert(scaler.apply(value))).isCloseTo(value, within(error * value));
    }
  }

  private static double relativeError(Scaler scaler, double value) {
    double g = scaler.transform().apply(value);
    double inG = 8 * Math.ulp(Math.max(Math.abs(g), Math.abs(scaler.offset())));
    if (!(scaler.transform() instanceof Transform.Power power)) {
      // A constant column is not transformed by a power.
      double log = scaler.transform() instanceof Transform.Identity ? 1 / value : 1;
      return 2 * (inG * log + Math.ulp(Math.abs(g)) * log + Math.ulp(1.0));
    }
    double log = Math.abs(Math.log(value)) + 2 * Math.abs(power.logUnit());
    double back = 1 / (1 + power.lambda() * g);
    // Four roundings of logarithms: two there, two back. Powers lose an ulp of 1 where λg is small
    // against it.
    return 2 * (4 * Math.ulp(log) + back * (inG + 4 * Math.ulp(g)) + 4 * Math.ulp(1.0));
  }

  /**
   * Any double, brought to a magnitude between 1e-6 and 1e6, as no other occurs in a series of
   * float32 inputs.
   */
  private static double usable(boolean positive, double drawn) {
    double magnitude = Math.pow(10, 6 * Math.sin(drawn % 1e6));
    return positive || drawn >= 0 ? magnitude : -magnitude;
  }

  @Property(seed = "1")
  void minmaxBringsTheTrainingPartToZeroToOne(
      @ForAll @Size(min = 2, max = 20) double[] drawn,
      @ForAll @IntRange(min = 1, max = 20) int end) {
    double[] values = Arrays.stream(drawn).map(v -> usable(false, v)).toArray();
    Scaler scaler = fit(new MinMax(Per.SERIES), values, end);
    for (int t = 0; t < Math.min(end, values.length); t++) {
      assertThat(scaler.apply(values[t])).isBetween(0.0, 1.0);
    }
  }

  /** So a forecast that is larger is larger in the unit of the series, too. */
  @Property(seed = "1")
  void orderIsKept(
      @ForAll("scales") Scale scale,
      @ForAll @Size(min = 2, max = 20) double[] drawn,
      @ForAll @IntRange(min = 1, max = 20) int end) {
    double[] values = Arrays.stream(drawn).map(v -> usable(true, v)).sorted().toArray();
    Scaler scaler = fit(scale, values, end);
    for (int i = 1; i < values.length; i++) {
      assertThat(scaler.apply(values[i])).isGreaterThanOrEqualTo(scaler.apply(values[i - 1]));
    }
  }

  /** Whatever is or is not known from the end of the training part on. */
  @Property(seed = "1")
  void nothingAfterTheTrainingPartIsFitted(
      @ForAll("scales") Scale scale,
      @ForAll Per per,
      @ForAll @Size(min = 2, max = 20) double[] drawn,
      @ForAll @IntRange(min = 1, max = 20) int end,
      @ForAll boolean missing) {
    int cut = Math.min(end, drawn.length - 1);
    double[] values = Arrays.stream(drawn).map(v -> usable(true, v)).toArray();
    double[] others = values.clone();
    for (int t = cut; t < values.length; t++) {
      others[t] = missing && t % 2 == 0 ? Double.NaN : 3 * values[t] + 1;
    }
    Scale of = scale instanceof Standard ? new Standard(per) : scale;
    int[] ends = {cut, cut};
    List<Series> before = List.of(ScaleTest.series("a", values), ScaleTest.series("b", values));
    List<Series> after = List.of(ScaleTest.series("a", others), ScaleTest.series("b", others));
    assertThat(of.fit(after, 0, ends)).isEqualTo(of.fit(before, 0, ends));
  }
}
