package dev.carousel.timeseries.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.DataFolders;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedSignalTest {
  private static final int PERIOD = 25;

  private static Series series(SimulatedSignal source) {
    return source.load(new DataFolders(List.of())).series().get(0);
  }

  private static double[] values(SimulatedSignal source) {
    return series(source).columns().get(0).values();
  }

  private static double[] marks(SimulatedSignal source) {
    return series(source).columns().get(1).values();
  }

  private static SimulatedSignal signal(int steps, double noise, double drift, long seed) {
    return new SimulatedSignal(steps, 0, PERIOD, noise, drift, 200, 1, seed);
  }

  @Test
  void hasATargetAndMarks() {
    Series series = series(signal(100, 0.1, 0.02, 1));

    assertThat(series.name()).isEqualTo("simulated-signal");
    assertThat(series.columns()).extracting("name").containsExactly("value", "anomaly");
    assertThat(series.columns()).extracting("role").containsExactly(Role.TARGET, Role.PAST);
    assertThat(series.steps()).isEqualTo(100);
    assertThat(series.place().apply(0)).isEqualTo("simulated signal, step 1");
    assertThat(signal(100, 0.1, 0.02, 1).table().headings())
        .containsExactly(new Heading("value", Role.TARGET), new Heading("anomaly", Role.PAST));
  }

  @Test
  void sameSeedIsTheSameSignalAndBeginsThoseThatAreLonger() {
    double[] once = values(signal(1000, 0.1, 0.02, 5));

    assertThat(values(signal(1000, 0.1, 0.02, 5))).isEqualTo(once);
    assertThat(Arrays.copyOf(values(signal(3000, 0.1, 0.02, 5)), 1000)).isEqualTo(once);
    assertThat(values(signal(1000, 0.1, 0.02, 6))).isNotEqualTo(once);
  }

  /** Without noise and drift, steps without an anomaly are those of the wave. */
  @Test
  void normalStepsAreBounded() {
    SimulatedSignal quiet = signal(5000, 0, 0, 1);
    double[] values = values(quiet);
    double[] marks = marks(quiet);
    for (int t = 1; t < values.length; t++) {
      if (marks[t] == 0 && marks[t - 1] == 0) {
        assertThat(Math.abs(values[t])).isLessThanOrEqualTo(1.5);
        // Slopes are at most 2 in the phase, which goes on by 2π (1 + 0.1 j) / 25 with |j| < 6.
        assertThat(Math.abs(values[t] - values[t - 1])).isLessThan(2 * 2 * Math.PI * 1.6 / PERIOD);
      }
    }
  }

  /**
   * There are some 1600 anomalies: their number has a deviation of about √1600 · 200 / 249 = 32, a
   * share of a quarter of them one of 0.011.
   */
  @Test
  void anomaliesAreAsOftenAndAsLongAsStated() {
    SimulatedSignal signal = signal(400_000, 0.1, 0.02, 3);
    double[] values = values(signal);
    double[] marks = marks(signal);
    int events = 0;
    int stuck = 0;
    int spikes = 0;
    for (int t = 1; t < marks.length; t++) {
      if (marks[t] == 1 && marks[t - 1] == 0) {
        events++;
        stuck += values[t] == values[t - 1] ? 1 : 0;
        int length = 0;
        while (t + length < marks.length && marks[t + length] == 1) {
          length++;
        }
        assertThat(length).isLessThanOrEqualTo(2 * PERIOD);
        spikes += length <= 3 ? 1 : 0;
      }
    }
    // A quarter lasts 2 steps in the mean, the others 31: 25 + 200 + 23.75 from one to the next.
    assertThat((double) events).isCloseTo(400_000 / 248.75, within(200.0));
    assertThat((double) stuck / events).isCloseTo(0.25, within(0.05));
    assertThat((double) spikes / events).isCloseTo(0.25, within(0.05));
    assertThat(marks).containsOnly(0, 1);
    assertThat(marks[0]).isZero();
  }

  @Test
  void theBeginningCanBeClean() {
    SimulatedSignal clean = new SimulatedSignal(3000, 2000, PERIOD, 0.1, 0.02, 50, 1, 3);
    double[] marks = marks(clean);

    assertThat(Arrays.copyOf(marks, 2000 + PERIOD)).containsOnly(0);
    assertThat(marks).contains(1);
    // What is not anomalous stays as it is.
    assertThat(Arrays.copyOf(values(clean), 100))
        .isEqualTo(
            Arrays.copyOf(values(new SimulatedSignal(3000, 0, PERIOD, 0.1, 0.02, 1e9, 1, 3)), 100));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertRefused(9, -1, 25, 0.1, 0.02, 250, 1, "clean must be at least 0, got -1");
    assertRefused(0, 0, 25, 0.1, 0.02, 250, 1, "steps must be at least 1, got 0");
    assertRefused(9, 0, 3, 0.1, 0.02, 250, 1, "period must be 4 to 1000000, got 3");
    assertRefused(9, 0, 25, -1, 0.02, 250, 1, "noise must be at least 0, got -1.0");
    assertRefused(9, 0, 25, 0, Double.NaN, 250, 1, "drift must be at least 0, got NaN");
    assertRefused(9, 0, 25, 0, 0, 0, 1, "spacing must be above 0, got 0.0");
    assertRefused(9, 0, 25, 0, 0, 1, -2, "size must be above 0, got -2.0");
  }

  private static void assertRefused(
      int steps,
      int clean,
      int period,
      double noise,
      double drift,
      double spacing,
      double size,
      String message) {
    assertThatThrownBy(
            () -> new SimulatedSignal(steps, clean, period, noise, drift, spacing, size, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
