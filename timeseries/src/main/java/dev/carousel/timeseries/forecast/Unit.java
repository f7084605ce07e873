package dev.carousel.timeseries.forecast;

import dev.carousel.timeseries.scale.Scaler;

/**
 * What a number of a window stands for: z = (scale(y) - level) / spread.
 *
 * @param scaler fitted to the training part
 * @param level of the window, in scaled units
 * @param spread of the window, above 0, in scaled units
 */
record Unit(Scaler scaler, double level, double spread) {
  /** The number for a scaled value. */
  float of(double scaled) {
    return (float) ((scaled - level) / spread);
  }

  /** The value that a number stands for. */
  double value(double number) {
    return scaler.invert(number * spread + level);
  }

  /** The value that a number stands for that has been multiplied by the spread. */
  double spreadValue(double number) {
    return scaler.invert(number + level);
  }
}
