package dev.carousel.timeseries.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScaleTest {
  private static final Transform IDENTITY = new Transform.Identity();

  static List<Scale> scales() {
    return List.of(
        new Unscaled(),
        new Standard(Per.SERIES),
        new MinMax(Per.SERIES),
        new Robust(Per.SERIES),
        new LogStandard(Per.SERIES),
        new BoxCox(Per.SERIES));
  }

  static Series series(String name, double... values) {
    return new Series(
        name,
        Optional.empty(),
        List.of(new Column("y", Role.TARGET, values)),
        Map.of(),
        step -> name + ", step " + step);
  }

  private static Scaler fit(Scale scale, int end, double... values) {
    return scale.fit(List.of(series("s", values)), 0, new int[] {end}).get(0);
  }

  @Test
  void handDerivedFits() {
    // Of the first four: mean 5, deviation 3, range 2 to 8.
    double[] values = {2, 8, 8, 2, 100};
    assertThat(fit(new Unscaled(), 4, values)).isEqualTo(new Scaler(IDENTITY, 0, 1));
    assertThat(fit(new Standard(Per.SERIES), 4, values)).isEqualTo(new Scaler(IDENTITY, 5, 3));
    assertThat(fit(new MinMax(Per.SERIES), 4, values)).isEqualTo(new Scaler(IDENTITY, 2, 6));
    // Quartiles of 1, 2, 4, 8 at 1.75 and 5, the median at 3.
    assertThat(fit(new Robust(Per.SERIES), 4, 8, 1, 4, 2, 1000))
        .isEqualTo(new Scaler(IDENTITY, 3, 3.25));
    assertThat(fit(new LogStandard(Per.SERIES), 4, Math.E, 1, 1, Math.E, 50))
        .isEqualTo(new Scaler(new Transform.Logarithm(), 0.5, 0.5));
  }

  /** A sparse series: most steps are 0. */
  @Test
  void robustFallsBackOnTheDeviation() {
    assertThat(fit(new Robust(Per.SERIES), 9, 0, 0, 0, 0, 0, 0, 0, 0, 9))
        .isEqualTo(new Scaler(IDENTITY, 0, Math.sqrt(8)));
  }

  /**
   * By scipy 1.17: stats.boxcox_normmax(x, method='mle'). Its search and this one each stop within
   * 1e-6 and where rounding hides the maximum, at about the square root of an ulp.
   */
  @Test
  void boxCoxExponentsAreThoseOfAnotherProgram() {
    assertThat(lambda(1, 2, 3, 5, 8, 13, 21, 34, 55, 89))
        .isCloseTo(0.02078985737544171, within(1e-5));
    double[] roots = new double[10];
    Arrays.setAll(roots, i -> Math.sqrt(i + 1));
    assertThat(lambda(roots)).isCloseTo(1.443928074547458, within(1e-5));
    // The same in another unit, though powers of such numbers have none in double precision.
    Arrays.setAll(roots, i -> 1e-200 * Math.sqrt(i + 1));
    assertThat(lambda(roots)).isCloseTo(1.443928074547458, within(1e-5));
  }

  private static double lambda(double... values) {
    Scaler scaler = fit(new BoxCox(Per.SERIES), values.length, values);
    return ((Transform.Power) scaler.transform()).lambda();
  }

  @Test
  void boxCoxStaysInItsRange() {
    double[] steep = new double[40];
    Arrays.setAll(steep, i -> Math.pow(i + 1, 0.1));
    assertThat(lambda(steep)).isCloseTo(BoxCox.HIGHEST, within(1e-5));
    Arrays.setAll(steep, i -> Math.pow(i + 1, -0.1));
    assertThat(lambda(steep)).isCloseTo(BoxCox.LOWEST, within(1e-5));
    assertThat(lambda(1e-300, 1e300, 1)).isBetween(BoxCox.LOWEST, BoxCox.HIGHEST);
  }

  @Test
  void powersBeyondTheirBoundAreNothingOrInfinite() {
    Transform.Power square = new Transform.Power(2, 0);
    assertThat(square.apply(3)).isCloseTo(4, within(4 * Math.ulp(4.0)));
    assertThat(square.invert(4)).isCloseTo(3, within(4 * Math.ulp(3.0)));
    assertThat(square.invert(-1)).isZero();
    assertThat(new Transform.Power(-1, 0).invert(2)).isInfinite();
    assertThat(new Transform.Power(0, 0).invert(1)).isEqualTo(Math.E);
  }

  @Test
  void missingValuesDoNotCount() {
    double no = Double.NaN;
    assertThat(fit(new Standard(Per.SERIES), 4, 2, 8, no, no, 9))
        .isEqualTo(new Scaler(IDENTITY, 5, 3));
    assertThat(fit(new MinMax(Per.SERIES), 4, no, 2, 8, no, 9))
        .isEqualTo(new Scaler(IDENTITY, 2, 6));
    assertThat(fit(new Robust(Per.SERIES), 6, no, 1, 2, 4, no, 8))
        .isEqualTo(new Scaler(IDENTITY, 3, 3.25));
  }

  @Test
  void fitsEachSeriesOrAll() {
    List<Series> two = List.of(series("a", 2, 8, 99), series("b", 8, 2, 100, 4));
    int[] ends = {2, 2};
    assertThat(new Standard(Per.SERIES).fit(two, 0, ends))
        .containsExactly(new Scaler(IDENTITY, 5, 3), new Scaler(IDENTITY, 5, 3));
    assertThat(new MinMax(Per.SERIES).fit(two, 0, new int[] {1, 3}))
        .containsExactly(new Scaler(IDENTITY, 2, 1), new Scaler(IDENTITY, 2, 98));
    assertThat(new MinMax(Per.ALL).fit(two, 0, new int[] {1, 3}))
        .containsExactly(new Scaler(IDENTITY, 2, 98), new Scaler(IDENTITY, 2, 98));
  }

  @ParameterizedTest
  @MethodSource("scales")
  void aConstantTrainingPartIsNotStretched(Scale scale) {
    // 0.1 ten times does not sum to 1.
    double[] values = new double[11];
    Arrays.fill(values, 0.1);
    values[10] = 0.3;
    Scaler scaler = fit(scale, 10, values);
    assertThat(scaler.factor()).isEqualTo(1);
    if (!(scale instanceof Unscaled)) {
      assertThat(scaler.apply(0.1)).isZero();
    }
    assertThat(scaler.apply(0.3)).isFinite();
    Scaler tiny = fit(scale, 1, 1e-30);
    // Half an ulp of its logarithm, -69, is a relative error of the exponential.
    assertThat(tiny.invert(tiny.apply(1e-30))).isCloseTo(1e-30, within(1e-30 * Math.ulp(69.0)));
  }

  @ParameterizedTest
  @MethodSource("scales")
  void columnsWithoutAnyValueAreRefused(Scale scale) {
    if (scale instanceof Unscaled) {
      assertThat(fit(scale, 1, Double.NaN)).isEqualTo(new Scaler(IDENTITY, 0, 1));
      return;
    }
    assertThatThrownBy(() -> fit(scale, 2, Double.NaN, Double.NaN, 3))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "s: column 'y' has no value in the training part that a scale could be fitted to; leave"
                + " the column out or choose other parts");
    assertThatThrownBy(
            () ->
                new Standard(Per.ALL)
                    .fit(
                        List.of(series("a", Double.NaN), series("b", Double.NaN)),
                        0,
                        new int[] {1, 1}))
        .hasMessageStartingWith("2 series: column 'y' has no value");
  }

  @Test
  void logarithmsNameWhatHasNone() {
    for (Scale scale : List.of(new LogStandard(Per.ALL), new BoxCox(Per.SERIES))) {
      assertThatThrownBy(() -> fit(scale, 2, 1, 2, 0))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("s, step 2: 0.0 in column 'y' has no logarithm; use \"scale\": \"standard\"");
    }
  }

  @Test
  void valuesTooLargeAreRefused() {
    for (Scale scale : List.of(new Standard(Per.SERIES), new MinMax(Per.SERIES))) {
      assertThatThrownBy(() -> fit(scale, 3, -1e308, 1e308, 1e308))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "s: the values of column 'y' are too large to be scaled; give them in a larger unit");
    }
  }

  @Test
  void scalersRefuseWhatCannotBeUndone() {
    assertThatThrownBy(() -> new Scaler(IDENTITY, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a scale needs a finite offset and a finite factor other than 0, got 1.0 and 0.0");
  }
}
