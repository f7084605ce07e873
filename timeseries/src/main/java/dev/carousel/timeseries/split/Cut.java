package dev.carousel.timeseries.split;

import dev.carousel.data.InvalidDataException;

/**
 * How a series is cut in time: the training part first, then the validation part, then the test
 * part. A record whose components are its JSON.
 */
public interface Cut {
  /**
   * Cuts a series.
   *
   * @param name what messages call the series
   * @param steps its length
   * @return the parts
   * @throws InvalidDataException if nothing is left for training
   */
  Parts cut(String name, int steps);
}
