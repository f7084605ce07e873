package dev.carousel.timeseries.baseline;

import static dev.carousel.timeseries.baseline.Published.airline;
import static dev.carousel.timeseries.baseline.Published.all;
import static dev.carousel.timeseries.baseline.Published.beer;
import static dev.carousel.timeseries.baseline.Published.gaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.baseline.Ets.Form;
import dev.carousel.timeseries.baseline.Ets.Smoothing;
import dev.carousel.timeseries.baseline.Ets.Trend;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Figures of R are those of the package forecast 8.20, ets(y, model, damped, bounds = "usual") and
 * forecast(…, level = 80); figures of statsmodels 0.15.0 those of ETSModel(y, error="add",
 * …).fit(maxiter=5000).llf.
 */
class EtsTest {
  /** The damped trend and season that R finds in beer production. */
  private static Ets ofR() {
    Smoothing smoothing =
        new Smoothing(
            1.000341459913699e-04,
            1.000225049664524e-04,
            2.401021645526564e-01,
            9.798312977953449e-01);
    double[] initial = {
      455.0054431039685596,
      -0.8091551963524181,
      -4.8125775537481807,
      -40.3559724353616716,
      -24.3030752376254888
    };
    return new Ets(new Form(Trend.DAMPED, 4), smoothing, initial, 64, 9884.044747128084, 1);
  }

  /** With the parameters that R found, forecasts and deviations are those of R. */
  @Test
  void parametersOfRGiveTheForecastsOfR() {
    Ets ets = ofR();
    assertThat(ets.logLikelihood()).isCloseTo(-252.0854744760508, within(1e-9));
    assertThat(ets.sigma()).isCloseTo(13.40559228431321, within(1e-9));
    GaussianForecast forecast = ets.forecast(all(beer()), 6);
    double[] means = {
      425.7113576320694,
      385.7107543418036,
      402.0354546849004,
      481.4098217548001,
      424.8854742231999,
      384.9015279294634
    };
    double[] deviations = {
      13.40559228431321,
      13.40559254719402,
      13.4055931268244,
      13.40559413672058,
      13.78809465089848,
      13.78809867667991
    };
    assertThat(forecast.means()).containsExactly(means, within(1e-9));
    assertThat(forecast.deviations()).containsExactly(deviations, within(1e-5));
  }

  /**
   * The likelihood is at least what R and statsmodels found, up to the tolerance of the search, and
   * more where those stop early.
   */
  @ParameterizedTest
  @CsvSource({
    "beer,    NONE,     1, -332.460894749, -332.4608624",
    "beer,    NONE,     4, -253.989507766, -253.9248258",
    "beer,    ADDITIVE, 1, -331.99912953,  -331.9400090",
    "beer,    ADDITIVE, 4, -252.038887233, -250.6488442",
    "beer,    DAMPED,   1, -332.31173965,  -331.9727946",
    "beer,    DAMPED,   4, -252.085474476, -250.9300351",
    "airline, NONE,     1, -710.393968811, -710.3939565",
    "airline, NONE,    12, -613.930130177, -586.0412864700967",
    "airline, ADDITIVE, 1, -710.147893707, -754.0969840",
    "airline, ADDITIVE,12, -612.623831892, -564.9837806",
    "airline, DAMPED,   1, -710.296659279, -710.2543201",
    "airline, DAMPED,  12, -614.116036833, -568.8609977"
  })
  void likelihoodIsAtLeastThatOfOthers(
      String series, Trend trend, int season, double ofR, double ofStatsmodels) {
    Ets ets = Ets.fit(all(series.equals("beer") ? beer() : airline()), new Form(trend, season));
    assertThat(ets.logLikelihood()).isGreaterThan(Math.max(ofR, ofStatsmodels) - 1e-3);
  }

  /** R's criterion leaves n log(2π / n) + n out of -2 log p, which is the same for all forms. */
  @Test
  void criterionIsThatOfR() {
    Ets ets = ofR();
    double constant = 64 * (Math.log(2 * Math.PI / 64) + 1);
    assertThat(ets.aicc() - constant).isCloseTo(612.866277433, within(1e-8));
  }

  @Test
  void choosesTheFormThatMadeTheSeries() {
    int steps = 200;
    double[] walk = new double[steps];
    double[] line = new double[steps];
    double[] season = new double[steps];
    double[] both = new double[steps];
    RandomStream random = new RandomStream(4);
    for (int t = 0; t < steps; t++) {
      double noise = random.nextGaussian();
      walk[t] = (t == 0 ? 100 : walk[t - 1]) + noise;
      line[t] = 3 * t + noise;
      season[t] = 20 * Math.sin(2 * Math.PI * t / 7) + noise;
      both[t] = line[t] + season[t];
    }
    assertThat(Ets.fit(all(walk), 7).form()).hasToString("ets(a,n,n)");
    assertThat(Ets.fit(all(line), 7).form()).hasToString("ets(a,a,n)");
    assertThat(Ets.fit(all(season), 7).form()).hasToString("ets(a,n,a)");
    assertThat(Ets.fit(all(both), 7).form()).hasToString("ets(a,a,a)");
    assertThat(Ets.fit(all(both), 1).form().season()).isEqualTo(1);
  }

  @Test
  void choosesTheLeastCriterion() {
    Ets chosen = Ets.fit(all(airline()), 12);
    assertThat(chosen.form()).hasToString("ets(a,a,a)");
    for (Trend trend : Trend.values()) {
      for (int season : new int[] {1, 12}) {
        assertThat(Ets.fit(all(airline()), new Form(trend, season)).aicc())
            .isGreaterThanOrEqualTo(chosen.aicc());
      }
    }
  }

  /** What is not known leaves the states alone: a straight line goes on through a gap. */
  @Test
  void gapsAreForecast() {
    double[] values = new double[40];
    for (int t = 0; t < values.length; t++) {
      values[t] = t >= 10 && t < 15 || t >= 38 ? Double.NaN : 5 + 2 * t;
    }
    Ets ets = Ets.fit(gaps(values), new Form(Trend.ADDITIVE, 1));
    // The line is found up to what the search takes for rounding, 1e-9 of a range of 80.
    assertThat(ets.forecast(gaps(values), 2).means())
        .containsExactly(new double[] {85, 87}, within(1e-6));
  }

  /** The deviation grows from the last known value on, not from the end of the history. */
  @Test
  void aGapAtTheEndCountsAsSteps() {
    Ets ets = ofR();
    double[] longer = Arrays.copyOf(beer(), 66);
    Arrays.fill(longer, 64, 66, Double.NaN);
    GaussianForecast before = ets.forecast(all(beer()), 6);
    GaussianForecast after = ets.forecast(gaps(longer), 4);
    assertThat(after.means()).containsExactly(Arrays.copyOfRange(before.means(), 2, 6));
    assertThat(after.deviations()).containsExactly(Arrays.copyOfRange(before.deviations(), 2, 6));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "2, 4", "3, 2", "5, 4", "9, 4", "30, 4"})
  void constantTinyAndHugeSeriesAreForecast(int steps, int season) {
    for (double size : new double[] {0, 1, 1e-30, 1e30, -7}) {
      double[] constant = new double[steps];
      double[] varying = new double[steps];
      RandomStream random = new RandomStream(1);
      for (int t = 0; t < steps; t++) {
        constant[t] = size;
        varying[t] = size * (t % 3 + random.nextDouble());
      }
      Ets still = Ets.fit(all(constant), season);
      assertThat(still.form()).hasToString("ets(a,n,n)");
      // Rounding of sums over the steps.
      Offset<Double> rounding = within(1e-9 * Math.abs(size));
      assertThat(still.forecast(all(constant), 1).means()[0]).isCloseTo(size, rounding);
      for (double mean : Ets.fit(all(varying), season).forecast(all(varying), 5).means()) {
        assertThat(mean).isFinite();
      }
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> Ets.fit(gaps(Double.NaN), 1))
        .hasMessage("none of the 1 values before step 1 was observed");
    assertThatThrownBy(() -> Ets.fit(all(1, 2), 0)).hasMessage("season must be at least 1, got 0");
    assertThatThrownBy(() -> Ets.fit(all(1, 2), 1).forecast(all(1, 2), 0))
        .hasMessage("horizon must be at least 1, got 0");
  }
}
