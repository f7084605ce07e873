package dev.carousel.timeseries.forecast;

import dev.carousel.timeseries.scale.Scaler;

/**
 * How the values of a target become the numbers of a window: z = (scale(y) - level) / spread.
 *
 * @param scaler fitted to the training part
 * @param level what {@link Center} subtracts, in scaled units
 * @param spread what {@link WindowScale} divides by, above 0, in scaled units
 */
record WindowScaler(Scaler scaler, double level, double spread) {
  /** z, from scale(y). */
  float apply(double scaled) {
    return (float) ((scaled - level) / spread);
  }

  /** y, from z. */
  double invert(double number) {
    return invertCentred(number * spread);
  }

  /** y, from scale(y) - level. */
  double invertCentred(double centred) {
    return scaler.invert(centred + level);
  }
}
