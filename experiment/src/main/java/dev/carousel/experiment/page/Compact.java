package dev.carousel.experiment.page;

import java.math.BigDecimal;
import java.math.MathContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers with as many digits as a picture can show. */
final class Compact {
  private static final MathContext DIGITS = new MathContext(5);

  private Compact() {}

  /** A number with five significant digits; null for what is no finite number. */
  static JsonNode number(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(
            new BigDecimal(value).round(DIGITS).stripTrailingZeros())
        : JsonNodeFactory.instance.nullNode();
  }

  /** The same for a number in JSON. */
  static JsonNode number(JsonNode value) {
    return number(value.isNumber() ? value.doubleValue() : Double.NaN);
  }

  /** The same for every number of a list. */
  static ArrayNode numbers(JsonNode values) {
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> numbers.add(number(value)));
    return numbers;
  }
}
