package dev.carousel.timeseries.anomaly;

import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Assets;
import java.util.Map;

/** The threshold of a trained model, as it is kept beside its weights. */
public final class KeptThreshold {
  private static final String FILE = "threshold.txt";

  private KeptThreshold() {}

  /**
   * Keeps a threshold.
   *
   * @param threshold may be NaN
   * @return one file
   */
  public static Assets of(double threshold) {
    return new Assets(Map.of(FILE, threshold + "\n"));
  }

  /**
   * Reads it again.
   *
   * @param conclusions what {@link #of} has given
   * @return the threshold
   * @throws InvalidDataException if there is none
   */
  public static double read(Assets conclusions) {
    String text = conclusions.file(FILE).strip();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidDataException("the threshold '%s' is not a number".formatted(text), e);
    }
  }
}
