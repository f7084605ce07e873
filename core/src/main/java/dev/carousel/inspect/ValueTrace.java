package dev.carousel.inspect;

import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * One named value of a cell at every step of a sequence.
 *
 * <p>Saturation is measured as by Karpathy, Johnson and Fei-Fei, Visualizing and understanding
 * recurrent networks, 2015: a gate below {@value #LEFT} is left-saturated, one above {@value
 * #RIGHT} right-saturated, and the fractions are those of all units and steps. Of a value between
 * -1 and 1 that is no gate, saturated are those beyond -{@value #RIGHT} and {@value #RIGHT}.
 *
 * @param name as the equations have it, such as "f"; a state's name is its value after the step
 * @param kind what it is
 * @param data [T][units] in the order of the sequence; shared, not copied
 */
public record ValueTrace(String name, Kind kind, float[][] data) {
  /** A gate below this is left-saturated. */
  public static final double LEFT = 0.1;

  /** A gate above this is right-saturated. */
  public static final double RIGHT = 0.9;

  /** What a named value is, by its formula alone. */
  public enum Kind {
    /** Always between 0 and 1, and no state. */
    GATE,
    /** Always between -1 and 1, and neither gate nor state. */
    CANDIDATE,
    /** A state that is always between -1 and 1, such as tanh(…). */
    BOUNDED_STATE,
    /** Any other state. */
    STATE,
    /** Anything else. */
    OTHER
  }

  /**
   * The mean over steps and units.
   *
   * @return the mean
   */
  public double mean() {
    double sum = 0;
    long count = 0;
    for (float[] step : data) {
      for (float value : step) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }

  /**
   * The standard deviation over steps and units, which are all there are and no sample.
   *
   * @return the square root of the mean squared distance from the mean
   */
  public double sd() {
    double mean = mean();
    double sum = 0;
    long count = 0;
    for (float[] step : data) {
      for (float value : step) {
        sum += (value - mean) * (value - mean);
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  /**
   * The fraction that is saturated on the left.
   *
   * @return of a gate the fraction below {@value #LEFT}, of another bounded value that below
   *     -{@value #RIGHT}; empty for a value without bounds
   */
  public OptionalDouble low() {
    return switch (kind) {
      case GATE -> OptionalDouble.of(fraction(value -> value < LEFT));
      case CANDIDATE, BOUNDED_STATE -> OptionalDouble.of(fraction(value -> value < -RIGHT));
      case STATE, OTHER -> OptionalDouble.empty();
    };
  }

  /**
   * The fraction that is saturated on the right.
   *
   * @return the fraction above {@value #RIGHT}; empty for a value without bounds
   */
  public OptionalDouble high() {
    return switch (kind) {
      case GATE, CANDIDATE, BOUNDED_STATE -> OptionalDouble.of(fraction(value -> value > RIGHT));
      case STATE, OTHER -> OptionalDouble.empty();
    };
  }

  private double fraction(DoublePredicate saturated) {
    long hits = 0;
    long count = 0;
    for (float[] step : data) {
      for (float value : step) {
        hits += saturated.test(value) ? 1 : 0;
        count++;
      }
    }
    return (double) hits / count;
  }
}
