package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scaler;

/**
 * One column as models read it, step after step: scaled, with a missing value replaced by the last
 * one before it.
 */
final class ColumnInput {
  private final String name;
  private final Scaler scaler;
  private final MissingValues missing;
  private final int window;
  private boolean begun;
  private double latest;
  private int since;

  /**
   * Before the first step.
   *
   * @param name the column's name
   * @param scaler fitted to the training part
   * @param missing what becomes of missing values
   * @param window by which the steps since a measurement are divided
   */
  ColumnInput(String name, Scaler scaler, MissingValues missing, int window) {
    this.name = name;
    this.scaler = scaler;
    this.missing = missing;
    this.window = window;
    since = window;
  }

  /**
   * Reads the value of the next step.
   *
   * @param value NaN if it is missing
   * @return what models read
   * @throws InvalidDataException if it is missing and may not be, or is too large; the message does
   *     not say where
   */
  double next(double value) {
    if (!Double.isNaN(value)) {
      latest = scaler.apply(value);
      if (!Float.isFinite((float) latest)) {
        throw new InvalidDataException(
            ("%s in column '%s' is too large for single precision when scaled; give it in a larger"
                    + " unit")
                .formatted(value, name));
      }
      since = 0;
    } else if (missing == MissingValues.REFUSE) {
      throw new InvalidDataException(
          "the value of column '%s' is missing; set \"missing\" of the task to \"forward\""
              .formatted(name));
    } else if (!begun && missing == MissingValues.FORWARD) {
      throw new InvalidDataException(
          ("the value of column '%s' is missing with none before it to fill it with; start the"
                  + " series later")
              .formatted(name));
    } else {
      since = Math.min(window, since + 1);
    }
    begun = true;
    return latest;
  }

  /** Whether the value read last was measured, 1 or 0. */
  double measured() {
    return since == 0 ? 1 : 0;
  }

  /** How many steps ago the latest measurement was, as a multiple of the window and at most 1. */
  double ago() {
    return (double) since / window;
  }
}
