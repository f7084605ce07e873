package dev.carousel.timeseries.signal;

import dev.carousel.data.DataFolders;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.series.TableRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A quasi-periodic signal, such as a machine's, with anomalies in it. <b>Simulated</b>: no number
 * comes from a machine, and nothing that is measured on it says how good a method is on one. In
 * JSON, "simulated-signal".
 *
 * <p>Without anomalies it is
 *
 * <pre>
 * y_t = l_t + sin φ_t + sin(2 φ_t + 1) / 2 + noise ε_t
 * φ_t = φ_(t-1) + 2π (1 + j_t / 10) / period
 * j_t = 0.95 j_(t-1) + √(1 - 0.95²) ε'_t
 * l_t = 0.99 l_(t-1) + drift ε''_t
 * </pre>
 *
 * <p>with standard normal ε, ε' and ε'', so that neither the period nor the level is quite
 * constant. Before the first anomaly there are {@code clean} steps. From there, and from the end of
 * one anomaly, to the next there are period and exponentially many steps, {@code spacing} in the
 * mean. The kinds are equally likely, and their signs, where they have one:
 *
 * <ul>
 *   <li>a spike of 1 to 3 steps: {@code size} to twice {@code size} is added;
 *   <li>a shift of half a period to two: {@code size} is added;
 *   <li>a value that is stuck for as long: that of the step before;
 *   <li>another frequency for as long: the phase advances twice as fast.
 * </ul>
 *
 * <p>The target is called {@value #VALUE}, the column of marks, 1 where a step is anomalous and 0
 * elsewhere, {@value #ANOMALY}. Tables that trained models are asked about have these columns below
 * a header.
 *
 * @param steps the length, at least 1
 * @param clean how many steps at the beginning have no anomaly, at least 0
 * @param period the mean number of steps a period, 4 to 1,000,000
 * @param noise the deviation of what cannot be told, at least 0
 * @param drift the deviation of the level's change at a step, at least 0
 * @param spacing the mean number of steps between anomalies besides a period, above 0
 * @param size of spikes and shifts, above 0; the signal is of about 2.5 from its least to its
 *     greatest value
 * @param seed decides everything random; the data's own, so the experiment's seed does not change
 *     it
 */
public record SimulatedSignal(
    int steps,
    int clean,
    int period,
    double noise,
    double drift,
    double spacing,
    double size,
    long seed)
    implements SeriesSource {
  /** The column that holds the signal. */
  public static final String VALUE = "value";

  /** The column that marks anomalies. */
  public static final String ANOMALY = "anomaly";

  private static final int SHORTEST_PERIOD = 4;
  private static final int LONGEST_PERIOD = 1_000_000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public SimulatedSignal {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
    if (clean < 0) {
      throw new IllegalArgumentException("clean must be at least 0, got " + clean);
    }
    if (period < SHORTEST_PERIOD || period > LONGEST_PERIOD) {
      throw new IllegalArgumentException(
          "period must be %d to %d, got %d".formatted(SHORTEST_PERIOD, LONGEST_PERIOD, period));
    }
    requireNotNegative("noise", noise);
    requireNotNegative("drift", drift);
    requirePositive("spacing", spacing);
    requirePositive("size", size);
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be at least 0, got " + value);
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be above 0, got " + value);
    }
  }

  @Override
  public SeriesSet load(DataFolders folders) {
    double[] values = new double[steps];
    double[] marks = new double[steps];
    new Signal(this).write(values, marks);
    Series series =
        new Series(
            "simulated-signal",
            Optional.empty(),
            List.of(new Column(VALUE, Role.TARGET, values), new Column(ANOMALY, Role.PAST, marks)),
            Map.of(),
            step -> "simulated signal, step " + (step + 1));
    return new SeriesSet(List.of(series), List.of());
  }

  @Override
  public TableRows table() {
    return CsvSource.of("simulated-signal", List.of(VALUE), List.of(ANOMALY)).table();
  }
}
