package dev.carousel.experiment.description;

import dev.carousel.random.RandomStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a hyperparameter search draws a value from. */
public sealed interface Distribution {
  /**
   * Draws a value.
   *
   * @param random decides
   * @return the value, to be set at a path of the experiment
   */
  JsonNode sample(RandomStream random);

  /**
   * One of some values, all equally likely. In JSON, "choice".
   *
   * @param values at least one
   */
  record Choice(List<JsonNode> values) implements Distribution {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Choice {
      if (values != null && values.isEmpty()) {
        throw new IllegalArgumentException("values must not be empty");
      }
      values = values == null ? null : List.copyOf(values);
    }

    @Override
    public JsonNode sample(RandomStream random) {
      return values.get(random.nextInt(values.size()));
    }
  }

  /**
   * A number, all of a range equally likely, to four significant digits. In JSON, "uniform".
   *
   * @param low the smallest
   * @param high the largest
   */
  record Uniform(Double low, Double high) implements Distribution {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Uniform {
      requireRange(low, high);
    }

    @Override
    public JsonNode sample(RandomStream random) {
      return number(low + random.nextDouble() * (high - low), low, high);
    }
  }

  /**
   * A number whose logarithm is uniform, to four significant digits: as likely between 0.001 and
   * 0.01 as between 0.01 and 0.1. In JSON, "logUniform".
   *
   * @param low the smallest, above 0
   * @param high the largest
   */
  record LogUniform(Double low, Double high) implements Distribution {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is empty or not above 0
     */
    public LogUniform {
      requireRange(low, high);
      if (low != null && low <= 0) {
        throw new IllegalArgumentException("low must be above 0, got " + low);
      }
    }

    @Override
    public JsonNode sample(RandomStream random) {
      double logarithm = Math.log(low) + random.nextDouble() * (Math.log(high) - Math.log(low));
      return number(Math.exp(logarithm), low, high);
    }
  }

  /**
   * A whole number, all of a range equally likely. In JSON, "int".
   *
   * @param low the smallest
   * @param high the largest
   */
  record WholeNumber(Integer low, Integer high) implements Distribution {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public WholeNumber {
      if (low != null && high != null && low >= high) {
        throw new IllegalArgumentException("low must be below high, got " + low + " and " + high);
      }
    }

    @Override
    public JsonNode sample(RandomStream random) {
      return JsonNodeFactory.instance.numberNode((int) random.nextLong(low, high + 1L));
    }
  }

  private static void requireRange(Double low, Double high) {
    if (low != null && high != null && !(low < high)) {
      throw new IllegalArgumentException("low must be below high, got " + low + " and " + high);
    }
  }

  /** Short enough to be typed by who wants to run it again. */
  private static JsonNode number(double value, double low, double high) {
    double rounded = new BigDecimal(value).round(new MathContext(4)).doubleValue();
    return JsonNodeFactory.instance.numberNode(Math.min(high, Math.max(low, rounded)));
  }
}
