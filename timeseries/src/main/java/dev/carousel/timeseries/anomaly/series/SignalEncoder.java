package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns one series, step by step, into what a model reads. Before it tells step t it reads
 *
 * <pre>
 * x_t = [y_(t-1); m_(t-1); p_(t-1); k_t]
 * </pre>
 *
 * <p>where y are the scaled targets, m marks those that were measured with 1 (only if asked for), p
 * are the other columns and k those that are known ahead. What is missing is the last known value
 * before it, and 0 where there is none.
 */
final class SignalEncoder {
  private final List<Heading> columns;
  private final Scale scale;
  private final List<Scaler> scalers;
  private final boolean masks;
  private final float[] last;
  private float[] measured;
  private boolean begun;

  /**
   * Begins a series.
   *
   * @param columns in a model's order
   * @param scale what cannot be scaled
   * @param scalers one a column
   * @param masks whether models read which targets were measured
   */
  SignalEncoder(List<Heading> columns, Scale scale, List<Scaler> scalers, boolean masks) {
    this.columns = columns;
    this.scale = scale;
    this.scalers = scalers;
    this.masks = masks;
    last = new float[columns.size()];
    measured = new float[count(columns, Role.TARGET)];
  }

  /** How many numbers a model reads before it tells a step. */
  static int width(List<Heading> columns, boolean masks) {
    return columns.size() + (masks ? count(columns, Role.TARGET) : 0);
  }

  private static int count(List<Heading> columns, Role role) {
    return (int) columns.stream().filter(column -> column.role() == role).count();
  }

  /**
   * Scales the values of a step, and changes nothing.
   *
   * @param values by column, NaN where missing
   * @return by column, NaN where missing
   * @throws InvalidDataException if one cannot be scaled, saying why but not where
   */
  float[] scaled(double[] values) {
    float[] scaled = new float[values.length];
    for (int c = 0; c < scaled.length; c++) {
      double value = values[c];
      String name = columns.get(c).name();
      Optional<String> refusal = Double.isNaN(value) ? Optional.empty() : scale.refusal(value);
      if (refusal.isPresent()) {
        throw new InvalidDataException(
            "%s in column '%s' %s".formatted(value, name, refusal.get()));
      }
      scaled[c] = (float) scalers.get(c).apply(value);
      if (Float.isInfinite(scaled[c])) {
        throw new InvalidDataException(
            ("%s in column '%s' is too large for single precision when scaled; give it in a larger"
                    + " unit")
                .formatted(value, name));
      }
    }
    return scaled;
  }

  /**
   * Goes on to the next step.
   *
   * @param scaled its values, of which the targets are not read yet
   * @return what a model reads before it tells them; empty for the first step of the series
   */
  Optional<float[]> next(float[] scaled) {
    int known = count(columns, Role.KNOWN);
    fill(scaled, scaled.length - known, scaled.length);
    Optional<float[]> input = begun ? Optional.of(input()) : Optional.empty();
    begun = true;
    for (int k = 0; k < measured.length; k++) {
      measured[k] = Float.isNaN(scaled[k]) ? 0 : 1;
    }
    fill(scaled, 0, scaled.length - known);
    return input;
  }

  private void fill(float[] scaled, int from, int to) {
    for (int c = from; c < to; c++) {
      last[c] = Float.isNaN(scaled[c]) ? last[c] : scaled[c];
    }
  }

  private float[] input() {
    float[] input = Arrays.copyOf(last, width(columns, masks));
    if (masks) {
      int values = measured.length;
      System.arraycopy(measured, 0, input, values, values);
      System.arraycopy(last, values, input, 2 * values, last.length - values);
    }
    return input;
  }
}
