package dev.carousel.nlp.text;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.data.Suggestion;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line that is a JSON object. Keys that nobody asks for are not looked at.
 *
 * @param place where it is
 * @param object what it holds
 */
public record JsonLine(Place place, JsonNode object) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a line.
   *
   * @param line a line that is not blank
   * @return the object
   * @throws InvalidDataException naming file, line and column if it is not one JSON object
   */
  public static JsonLine of(Line line) {
    JsonNode node;
    try {
      node = JSON.readTree(line.text());
    } catch (JacksonException malformed) {
      throw new InvalidDataException(
          "%s, column %d: %s"
              .formatted(
                  line.place(),
                  malformed.getLocation() == null ? 1 : malformed.getLocation().getColumnNr(),
                  malformed.getOriginalMessage().replaceFirst("(?s) \\((start marker|for).*", "")),
          malformed);
    }
    if (!node.isObject()) {
      throw line.place().refusal("expected a JSON object, got " + kind(node));
    }
    return new JsonLine(line.place(), node);
  }

  /**
   * A text.
   *
   * @param key where it stands
   * @return the text; of a number or a truth value, as it is written
   * @throws InvalidDataException if there is none
   */
  public String text(String key) {
    JsonNode value = value(key);
    if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
      throw place.refusal("expected a text under '" + key + "', got " + kind(value));
    }
    return value.asString();
  }

  /**
   * Some texts.
   *
   * @param key where a list of them stands, or a single one
   * @return the texts in their order
   * @throws InvalidDataException if they are not there or not texts
   */
  public List<String> texts(String key) {
    JsonNode value = value(key);
    if (value.isString()) {
      return List.of(value.stringValue());
    }
    if (!value.isArray()) {
      throw place.refusal("expected a list of texts under '" + key + "', got " + kind(value));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw place.refusal(
            "expected a list of texts under '" + key + "', it has " + kind(element));
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  private JsonNode value(String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      throw place.refusal(
          "there is no key '" + key + "'" + Suggestion.ending(key, "it has", keys()));
    }
    return value;
  }

  private List<String> keys() {
    return List.copyOf(object.propertyNames());
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a truth value";
      case NULL -> "null";
      default -> "nothing";
    };
  }
}
