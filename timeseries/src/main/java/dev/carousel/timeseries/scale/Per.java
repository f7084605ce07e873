package dev.carousel.timeseries.scale;

/** Which series a scale is fitted to. */
public enum Per {
  /** Each series by itself, so that large and small ones look alike. */
  SERIES,
  /** All series together, so that the model sees which are large and which are small. */
  ALL
}
