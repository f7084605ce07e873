package dev.carousel.experiment.json;

import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** From values to JSON. */
final class Writing {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final NamedTypes names;

  Writing(NamedTypes names) {
    this.names = names;
  }

  static Optional<String> name(NamedTypes names, Class<?> kind, Object value) {
    for (NamedType<?> type : names.of(kind)) {
      if (type.prototype().getClass() == value.getClass()) {
        return Optional.of(type.name());
      }
    }
    return Optional.empty();
  }

  /**
   * Writes a value; null components, the required keys of a prototype, are left out.
   *
   * @param declared the type of the place where the value stands, which decides about "type"
   */
  JsonNode write(Object value, Type declared) {
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty()
          ? JSON.nullNode()
          : write(optional.get(), Components.argument(declared));
    } else if (value instanceof OptionalInt optional) {
      return optional.isEmpty() ? JSON.nullNode() : JSON.numberNode(optional.getAsInt());
    } else if (value instanceof OptionalLong optional) {
      return optional.isEmpty() ? JSON.nullNode() : JSON.numberNode(optional.getAsLong());
    } else if (value instanceof OptionalDouble optional) {
      return optional.isEmpty() ? JSON.nullNode() : number(optional.getAsDouble());
    } else if (value instanceof Integer number) {
      return JSON.numberNode(number.intValue());
    } else if (value instanceof Long number) {
      return JSON.numberNode(number.longValue());
    } else if (value instanceof Double number) {
      return number(number);
    } else if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    } else if (value instanceof String text) {
      return JSON.stringNode(text);
    } else if (value instanceof Enum<?> constant) {
      return JSON.stringNode(Components.word(constant));
    } else if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(element -> array.add(write(element, Components.argument(declared))));
      return array;
    } else if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach(
          (key, element) ->
              object.set((String) key, write(element, Components.argument(declared))));
      return object;
    } else if (value instanceof JsonNode json) {
      return json;
    } else if (value instanceof Record) {
      return record(value, Components.raw(declared));
    }
    throw new IllegalStateException(
        value + " of " + declared + " has no form in JSON; use a type that JSON can hold");
  }

  private ObjectNode record(Object value, Class<?> declared) {
    ObjectNode object = JSON.objectNode();
    if (names.isKind(declared)) {
      String name =
          name(names, declared, value)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no plug-in contributes %s as a %s"
                              .formatted(value.getClass().getName(), declared.getSimpleName())));
      object.put("type", name);
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = Components.value(component, value);
      if (part != null) {
        object.set(component.getName(), write(part, component.getGenericType()));
      }
    }
    return object;
  }

  private static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException(value + " has no form in JSON");
    }
    return JSON.numberNode(value);
  }
}
