package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Series;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScaleTest {
  @Test
  void handDerivedFits() {
    // Of the first four: mean 5, deviation 3, range 2 to 8.
    Series series = InMemory.series(new double[] {2, 8, 8, 2, 100});
    assertThat(Scale.NONE.fit(series, 0, 4)).isEqualTo(new Scaler(false, 0, 1));
    assertThat(Scale.STANDARD.fit(series, 0, 4)).isEqualTo(new Scaler(false, 5, 3));
    assertThat(Scale.MINMAX.fit(series, 0, 4)).isEqualTo(new Scaler(false, 2, 6));
  }

  @Test
  void logarithmsAreStandardised() {
    Series series = InMemory.series(new double[] {Math.E, 1, 1, Math.E, 50});
    assertThat(Scale.LOG_STANDARD.fit(series, 0, 4)).isEqualTo(new Scaler(true, 0.5, 0.5));
  }

  @Test
  void missingValuesDoNotCount() {
    Series series = InMemory.series(new double[] {2, 8, Double.NaN, Double.NaN});
    assertThat(Scale.STANDARD.fit(series, 0, 4)).isEqualTo(new Scaler(false, 5, 3));
    assertThat(Scale.MINMAX.fit(series, 0, 4)).isEqualTo(new Scaler(false, 2, 6));
  }

  @ParameterizedTest
  @EnumSource
  void aConstantTrainingPartIsNotStretched(Scale scale) {
    // 0.1 ten times does not sum to 1.
    double[] values = new double[11];
    Arrays.fill(values, 0.1);
    values[10] = 0.3;
    Scaler scaler = scale.fit(InMemory.series(values), 0, 10);
    assertThat(scaler.factor()).isEqualTo(1);
    if (scale != Scale.NONE) {
      assertThat(scaler.apply(0.1)).isZero();
    }
    assertThat(scaler.apply(0.3)).isFinite();
  }

  @Test
  void logarithmsNameWhatHasNone() {
    Series series = InMemory.series(new double[] {1, 2, 3}, new double[] {1, 2, 0});
    assertThatThrownBy(() -> Scale.LOG_STANDARD.fit(series, 1, 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "made-up, step 2: 0.0 in column 'x1' has no logarithm; use \"scale\": \"standard\"");
  }

  @Test
  void valuesTooLargeAreRefused() {
    Series series = InMemory.series(new double[] {-1e308, 1e308, 1e308});
    for (Scale scale : new Scale[] {Scale.STANDARD, Scale.MINMAX}) {
      assertThatThrownBy(() -> scale.fit(series, 0, 3))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "made-up: the values of column 'y' are too large to be scaled; give them in a larger"
                  + " unit");
    }
  }

  @Test
  void scalersRefuseWhatCannotBeUndone() {
    assertThatThrownBy(() -> new Scaler(false, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a scale needs a finite offset and a finite factor other than 0, got 1.0 and 0.0");
  }
}
