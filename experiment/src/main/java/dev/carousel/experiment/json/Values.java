package dev.carousel.experiment.json;

import dev.carousel.data.InvalidDataException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between JSON and plain values: strings, numbers, booleans, null, lists, and maps with strings as
 * keys.
 */
public final class Values {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Values() {}

  /**
   * The values of an object.
   *
   * @param tree JSON
   * @return what its keys have, in their order
   * @throws InvalidDataException if it is no object
   */
  public static Map<String, Object> object(JsonNode tree) {
    if (!tree.isObject()) {
      throw new InvalidDataException("expected a JSON object, got " + Json.line(tree));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    tree.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
    return values;
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      return object(node);
    } else if (node.isArray()) {
      List<Object> values = new ArrayList<>();
      node.forEach(element -> values.add(value(element)));
      return values;
    } else if (node.isString()) {
      return node.stringValue();
    } else if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isNull() ? null : (Object) node.booleanValue();
  }

  /**
   * The JSON of plain values.
   *
   * @param value such a value
   * @return JSON, in which a number that is not finite is null
   * @throws IllegalArgumentException if it is something else
   */
  public static JsonNode tree(Object value) {
    if (value == null) {
      return JSON.nullNode();
    } else if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach((key, each) -> object.set((String) key, tree(each)));
      return object;
    } else if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(each -> array.add(tree(each)));
      return array;
    } else if (value instanceof String text) {
      return JSON.stringNode(text);
    } else if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    } else if (value instanceof Integer || value instanceof Long) {
      return JSON.numberNode(((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? JSON.numberNode(number) : JSON.nullNode();
    } else if (value instanceof BigDecimal number) {
      return JSON.numberNode(number);
    }
    throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
  }
}
