package dev.carousel.timeseries.audio;

/** The log-mel spectrum itself. In JSON, "log-mel". */
public record LogMel() implements SpectralForm {
  @Override
  public int width(int bands) {
    return bands;
  }

  @Override
  public float[] of(float[] logMel, int bands) {
    return logMel;
  }
}
