package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.timeseries.baseline.BaselineMethod;
import dev.carousel.timeseries.baseline.History;
import dev.carousel.timeseries.baseline.Naive;
import dev.carousel.timeseries.baseline.SeasonalNaive;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ForecastErrorsTest {
  @Test
  void handDerivedFigures() {
    ForecastErrors errors = new ForecastErrors();
    errors.add(3, 1); // e = 2, 200 · 2 / 4 = 100
    errors.add(-1, 2); // e = -3, 200 · 3 / 3 = 200
    errors.add(0, 0); // counts as 0
    errors.add(5, 5);
    assertThat(errors.count()).isEqualTo(4);
    assertThat(errors.mae()).isEqualTo(1.25);
    assertThat(errors.rmse()).isEqualTo(Math.sqrt(13 / 4.0));
    assertThat(errors.smape()).isEqualTo(75);
    assertThat(errors.mase(2.5)).isEqualTo(0.5);
    assertThat(errors.mse()).isEqualTo(13 / 4.0);
    assertThat(errors.rmsse(13)).isEqualTo(0.5);
    assertThat(errors.nd()).isEqualTo(5 / 9.0);
  }

  @Test
  void percentagesOfZeroAreLeftOutAndCounted() {
    ForecastErrors errors = new ForecastErrors();
    errors.add(4, 1); // 75 %
    errors.add(-2, -3); // 50 %
    errors.add(0, 100);
    assertThat(errors.mape()).isEqualTo(62.5);
    assertThat(errors.zeros()).isEqualTo(1);
    ForecastErrors zeros = new ForecastErrors();
    zeros.add(0, 1);
    assertThat(zeros.mape()).isNaN();
    assertThat(zeros.nd()).isInfinite();
  }

  /**
   * scikit-learn 1.9.1: mean_absolute_error(y, f), mean_squared_error(y, f) and
   * mean_absolute_percentage_error(y, f) for these y and f.
   */
  @Test
  void figuresOfScikitLearn() {
    double[] actual = {3, -1, 0.5, 5, 2, 8, -4, 1.5};
    double[] forecast = {1, 2, 0.25, 5, 2.5, 6, -3, 4};
    ForecastErrors errors = new ForecastErrors();
    for (int i = 0; i < actual.length; i++) {
      errors.add(actual[i], forecast[i]);
    }
    assertThat(errors.mae()).isCloseTo(1.40625, within(1e-15));
    assertThat(errors.mse()).isCloseTo(3.0703125, within(1e-15));
    assertThat(errors.mape()).isCloseTo(82.29166666666666, within(1e-12));
  }

  @Test
  void nothingAddedIsNoFigure() {
    ForecastErrors errors = new ForecastErrors();
    assertThat(errors.mae()).isNaN();
    assertThat(errors.rmse()).isNaN();
    assertThat(errors.smape()).isNaN();
    assertThat(errors.mape()).isNaN();
    assertThat(errors.nd()).isNaN();
  }

  @Test
  void forecastsThatAreNotFiniteShow() {
    ForecastErrors errors = new ForecastErrors();
    errors.add(1, Double.POSITIVE_INFINITY);
    assertThat(errors.mae()).isInfinite();
    errors.add(1, Double.NaN);
    assertThat(errors.mae()).isNaN();
    assertThat(errors.rmse()).isNaN();
    assertThat(errors.smape()).isNaN();
  }

  /**
   * Quarterly Australian beer production from 1992 on: forecasts of 2008 to mid-2010 and their
   * printed figures in Hyndman and Athanasopoulos, Forecasting: principles and practice, 2nd
   * edition (2018), section 3.4.
   */
  @Test
  void publishedFiguresOfBeerProduction() {
    double[] beer = {
      443, 410, 420, 532, 433, 421, 410, 512, 449, 381, 423, 531, 426, 408, 416, 520, 409, 398, 398,
      507, 432, 398, 406, 526, 428, 397, 403, 517, 435, 383, 424, 521, 421, 402, 414, 500, 451, 380,
      416, 492, 428, 408, 406, 506, 435, 380, 421, 490, 435, 390, 412, 454, 416, 403, 408, 482, 438,
      386, 405, 491, 427, 383, 394, 473, 420, 390, 410, 488, 415, 398, 419, 488, 414, 374
    };
    int end = 64;
    boolean[] observed = new boolean[beer.length];
    Arrays.fill(observed, true);
    double scale = SeasonalDifferences.of(beer, observed, 4, end).meanAbsolute();

    ForecastErrors naive = errors(beer, end, new Naive());
    assertThat(naive.rmse()).isCloseTo(62.69, within(0.005));
    assertThat(naive.mae()).isCloseTo(57.40, within(0.005));
    assertThat(naive.mape()).isCloseTo(14.18, within(0.005));
    assertThat(naive.mase(scale)).isCloseTo(4.01, within(0.005));

    ForecastErrors seasonal = errors(beer, end, new SeasonalNaive(4));
    assertThat(seasonal.rmse()).isCloseTo(14.31, within(0.005));
    assertThat(seasonal.mae()).isCloseTo(13.40, within(0.005));
    assertThat(seasonal.mape()).isCloseTo(3.17, within(0.005));
    assertThat(seasonal.mase(scale)).isCloseTo(0.94, within(0.005));
  }

  private static ForecastErrors errors(double[] values, int origin, BaselineMethod method) {
    boolean[] observed = new boolean[values.length];
    Arrays.fill(observed, true);
    double[] forecasts =
        method.forecast(new History(values, observed, origin), values.length - origin).means();
    ForecastErrors errors = new ForecastErrors();
    for (int h = 0; origin + h < values.length; h++) {
      errors.add(values[origin + h], forecasts[h]);
    }
    return errors;
  }
}
