package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Service} was asked, read strictly.
 *
 * @param values what the request holds by key; shared, not copied
 */
public record Request(Map<String, Object> values) {
  /**
   * Refuses keys that would be ignored.
   *
   * @param known the keys that the service reads
   * @return this request
   * @throws InvalidDataException naming a key that is none of them
   */
  public Request reading(String... known) {
    List<String> keys = List.of(known);
    for (String key : values.keySet()) {
      if (!keys.contains(key)) {
        throw new InvalidDataException(
            "unknown key '" + key + "'" + Suggestion.ending(key, "known", keys));
      }
    }
    return this;
  }

  /**
   * Whether there is a key.
   *
   * @param key the key
   * @return whether it has a value, perhaps null
   */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /**
   * A string.
   *
   * @param key its key
   * @return the string
   * @throws InvalidDataException if there is none
   */
  public String text(String key) {
    Object value = value(key, "a string");
    if (value instanceof String text) {
      return text;
    }
    throw new InvalidDataException("expected a string under '" + key + "', got " + value);
  }

  /**
   * A list of strings.
   *
   * @param key its key
   * @return the strings, at least one
   * @throws InvalidDataException if there is no such list
   */
  public List<String> texts(String key) {
    Object value = value(key, "a list of strings");
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof String text) {
          texts.add(text);
        }
      }
      if (!texts.isEmpty() && texts.size() == list.size()) {
        return texts;
      }
    }
    throw new InvalidDataException(
        "expected a list of strings under '" + key + "', at least one, got " + value);
  }

  private Object value(String key, String expected) {
    if (!has(key)) {
      throw new InvalidDataException("missing key '" + key + "'; expected " + expected);
    }
    return values.get(key);
  }
}
