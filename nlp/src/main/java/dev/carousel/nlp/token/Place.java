package dev.carousel.nlp.token;

import dev.carousel.data.InvalidDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A value in a JSON text, and where it stands.
 *
 * @param node the value; a missing one if the key is absent
 * @param pointer its JSON pointer, such as /model/vocab
 */
record Place(JsonNode node, String pointer) {
  private static final int LONGEST_SHOWN = 60;

  /** The value under a key, which may be absent. */
  Place at(String key) {
    return new Place(node.path(key), pointer + "/" + key.replace("~", "~0").replace("/", "~1"));
  }

  /** Whether there is no value, or null. */
  boolean isAbsent() {
    return node.isMissingNode() || node.isNull();
  }

  /** Requires an object without other keys than these. */
  Place object(String... known) {
    requireObject("an object");
    for (String key : node.propertyNames()) {
      if (!List.of(known).contains(key)) {
        throw new InvalidDataException(
            "unknown key '%s' at %s; known: %s".formatted(key, where(), String.join(", ", known)));
      }
    }
    return this;
  }

  private void requireObject(String what) {
    if (!node.isObject()) {
      throw expected(what);
    }
  }

  /** The values of an object. */
  List<Place> values(String what) {
    requireObject(what);
    List<Place> values = new ArrayList<>();
    node.properties().forEach(entry -> values.add(at(entry.getKey())));
    return values;
  }

  /** The elements of a list. */
  List<Place> elements(String what) {
    if (!node.isArray()) {
      throw expected(what);
    }
    List<Place> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new Place(element, pointer + "/" + elements.size()));
    }
    return elements;
  }

  /** A string. */
  String string(String what) {
    if (!node.isString()) {
      throw expected(what);
    }
    return node.stringValue();
  }

  /** A whole number that is not negative. */
  int id() {
    if (!node.isInt() || node.intValue() < 0) {
      throw expected("an id, a whole number from 0");
    }
    return node.intValue();
  }

  /** A value that can only be one of these here; null stands for none. */
  void only(Object... supported) {
    JsonNode value = node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
    List<JsonNode> all =
        Arrays.stream(supported)
            .map(
                one ->
                    one == null
                        ? JsonNodeFactory.instance.nullNode()
                        : one instanceof Boolean truth
                            ? JsonNodeFactory.instance.booleanNode(truth)
                            : JsonNodeFactory.instance.stringNode((String) one))
            .map(JsonNode.class::cast)
            .toList();
    if (!all.contains(value)) {
      throw new InvalidDataException(
          "unsupported value %s at %s; supported: %s"
              .formatted(
                  shown(value),
                  where(),
                  all.stream().map(Place::shown).collect(Collectors.joining(", "))));
    }
  }

  /** The "type" of an object, which is one of these. */
  String type(String what, Stream<String> supported) {
    requireObject(what);
    String type = at("type").string("the name of a type");
    List<String> all = supported.toList();
    if (!all.contains(type)) {
      throw new InvalidDataException(
          "unsupported type '%s' at %s/type; supported: %s"
              .formatted(type, pointer, String.join(", ", all)));
    }
    return type;
  }

  /** What to throw where something else was expected. */
  InvalidDataException expected(String what) {
    return new InvalidDataException(
        "expected %s at %s, got %s"
            .formatted(what, where(), node.isMissingNode() ? "nothing" : shown(node)));
  }

  private String where() {
    return pointer.isEmpty() ? "the top" : pointer;
  }

  /** A value as messages show it. */
  static String shown(JsonNode node) {
    if (node.isObject()) {
      return "an object";
    } else if (node.isArray()) {
      return "a list";
    }
    String text = node.isString() ? "\"" + node.stringValue() + "\"" : node.toString();
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
