package dev.carousel.experiment.json;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** From JSON to values, the user's keys over the defaults. The first fault ends it. */
final class Filling {
  private final NamedTypes names;

  Filling(NamedTypes names) {
    this.names = names;
  }

  /**
   * Fills a value.
   *
   * @param json what the user wrote
   * @param type what it should be
   * @param standing the default that its keys go over, or null
   * @param pointer where it stands
   */
  Object fill(JsonNode json, Type type, Object standing, String pointer) {
    Class<?> raw = Components.raw(type);
    if (raw == JsonNode.class) {
      return json;
    } else if (Components.mayBeNull(raw)) {
      return json.isNull() ? Components.whenAbsent(raw) : optional(json, type, standing, pointer);
    } else if (names.isKind(raw)) {
      return named(json, raw, standing, pointer);
    } else if (raw.isRecord()) {
      return record(object(json, raw, pointer), raw, standing, pointer, false);
    } else if (raw == List.class) {
      return list(json, type, pointer);
    } else if (raw == Map.class) {
      return map(json, type, pointer);
    } else if (raw.isEnum()) {
      return constant(json, raw, pointer);
    }
    return scalar(json, raw, pointer);
  }

  private Object optional(JsonNode json, Type type, Object standing, String pointer) {
    Class<?> raw = Components.raw(type);
    if (raw == OptionalInt.class) {
      return OptionalInt.of((Integer) scalar(json, Integer.class, pointer));
    } else if (raw == OptionalLong.class) {
      return OptionalLong.of((Long) scalar(json, Long.class, pointer));
    } else if (raw == OptionalDouble.class) {
      return OptionalDouble.of((Double) scalar(json, Double.class, pointer));
    }
    Object inside = standing instanceof Optional<?> some ? some.orElse(null) : null;
    return Optional.of(fill(json, Components.argument(type), inside, pointer));
  }

  private Object named(JsonNode json, Class<?> kind, Object standing, String pointer) {
    ObjectNode object;
    String typePointer = pointer;
    if (json.isString()) {
      object = JsonNodeFactory.instance.objectNode().set("type", json);
    } else {
      object = object(json, kind, pointer);
      typePointer = pointer + "/type";
    }
    JsonNode type = object.get("type");
    if (type == null) {
      if (standing == null) {
        throw refusal(
            "missing key 'type'", pointer, "; available: " + String.join(", ", all(kind)));
      }
      return record(object, standing.getClass(), standing, pointer, true);
    } else if (!type.isString()) {
      throw refusal("expected the name of a type", typePointer, ", got " + shown(type));
    }
    for (NamedType<?> known : names.of(kind)) {
      if (known.name().equals(type.stringValue())) {
        return record(object, known.prototype().getClass(), known.prototype(), pointer, true);
      }
    }
    String name = type.stringValue();
    throw refusal(
        "unknown type '" + name + "'",
        typePointer,
        Suggestion.ending(name, "available", all(kind)));
  }

  private List<String> all(Class<?> kind) {
    List<String> all = new ArrayList<>();
    for (NamedType<?> type : names.of(kind)) {
      all.add(type.name());
    }
    return all;
  }

  private Object record(
      ObjectNode object, Class<?> record, Object standing, String pointer, boolean typed) {
    List<String> known = new ArrayList<>(Components.names(record));
    if (typed) {
      known.add(0, "type");
    }
    for (String key : object.propertyNames()) {
      if (!known.contains(key)) {
        throw refusal("unknown key '" + key + "'", pointer, Suggestion.ending(key, "known", known));
      }
    }
    RecordComponent[] components = record.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(object, components[i], standing, pointer);
    }
    try {
      return Components.create(record, values);
    } catch (IllegalArgumentException e) {
      // What is wrong, where, and then the way out.
      String message = String.valueOf(e.getMessage());
      int what = message.indexOf(';') < 0 ? message.length() : message.indexOf(';');
      throw new InvalidDataException(
          message.substring(0, what) + " at " + shown(pointer) + message.substring(what), e);
    }
  }

  private Object component(
      ObjectNode object, RecordComponent component, Object owner, String pointer) {
    Type type = component.getGenericType();
    Class<?> raw = Components.raw(type);
    Object standing = Components.value(component, owner);
    JsonNode json = object.get(component.getName());
    String below = pointer + "/" + component.getName();
    if (json != null) {
      return fill(json, type, standing, below);
    } else if (standing == null) {
      Object absent = Components.whenAbsent(raw);
      if (absent == null) {
        throw refusal(
            "missing key '" + component.getName() + "'", pointer, "; expected " + expected(raw));
      }
      return absent;
    } else if (raw.isRecord() || names.isKind(raw)) {
      // A default may itself lack what must be given.
      return fill(JsonNodeFactory.instance.objectNode(), type, standing, below);
    }
    return standing;
  }

  /** A list may be written as its only element. */
  private List<Object> list(JsonNode json, Type type, String pointer) {
    Type argument = Components.argument(type);
    if (!json.isArray()) {
      if (!hasShape(json, Components.raw(argument))) {
        throw wrongType(List.class, json, pointer);
      }
      return List.of(fill(json, argument, null, pointer));
    }
    List<Object> list = new ArrayList<>();
    for (JsonNode element : json) {
      list.add(fill(element, argument, null, pointer + "/" + list.size()));
    }
    return List.copyOf(list);
  }

  /** Whether JSON could be a value of this type, whatever it says. */
  private boolean hasShape(JsonNode json, Class<?> raw) {
    if (json.isObject()) {
      return names.isKind(raw) || raw.isRecord() || raw == Map.class;
    } else if (json.isString()) {
      return names.isKind(raw) || raw == String.class || raw.isEnum();
    } else if (json.isNumber()) {
      return raw == Integer.class || raw == Long.class || raw == Double.class;
    }
    return json.isBoolean() && raw == Boolean.class;
  }

  private Map<String, Object> map(JsonNode json, Type type, String pointer) {
    Map<String, Object> map = new LinkedHashMap<>();
    object(json, Map.class, pointer)
        .properties()
        .forEach(
            entry -> {
              String below = pointer + "/" + entry.getKey();
              map.put(
                  entry.getKey(), fill(entry.getValue(), Components.argument(type), null, below));
            });
    return map;
  }

  private Object constant(JsonNode json, Class<?> raw, String pointer) {
    if (!json.isString()) {
      throw wrongType(raw, json, pointer);
    }
    List<String> words = Components.words(raw);
    int index = words.indexOf(json.stringValue());
    if (index < 0) {
      String word = json.stringValue();
      throw refusal(
          "unknown value '" + word + "'", pointer, Suggestion.ending(word, "available", words));
    }
    return raw.getEnumConstants()[index];
  }

  private Object scalar(JsonNode json, Class<?> raw, String pointer) {
    if (raw == String.class && json.isString()) {
      return json.stringValue();
    } else if (raw == Boolean.class && json.isBoolean()) {
      return json.booleanValue();
    } else if (raw == Integer.class && json.isIntegralNumber()) {
      if (!json.canConvertToInt()) {
        throw range(json, pointer, Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
      }
      return json.intValue();
    } else if (raw == Long.class && json.isIntegralNumber()) {
      if (!json.canConvertToLong()) {
        throw range(json, pointer, Long.MIN_VALUE + " to " + Long.MAX_VALUE);
      }
      return json.longValue();
    } else if (raw == Double.class && json.isNumber()) {
      double value = json.decimalValue().doubleValue();
      if (!Double.isFinite(value)) {
        throw range(json, pointer, -Double.MAX_VALUE + " to " + Double.MAX_VALUE);
      }
      return value;
    }
    throw wrongType(raw, json, pointer);
  }

  private ObjectNode object(JsonNode json, Class<?> raw, String pointer) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw wrongType(raw, json, pointer);
  }

  private InvalidDataException wrongType(Class<?> raw, JsonNode json, String pointer) {
    return refusal("expected " + expected(raw), pointer, ", got " + shown(json));
  }

  private static InvalidDataException range(JsonNode json, String pointer, String range) {
    return refusal("the number " + shown(json), pointer, " is out of range; it may be " + range);
  }

  private static InvalidDataException refusal(String what, String pointer, String wayOut) {
    return new InvalidDataException(what + " at " + shown(pointer) + wayOut);
  }

  private String expected(Class<?> raw) {
    if (raw == Integer.class || raw == Long.class) {
      return "a whole number";
    } else if (raw == Double.class) {
      return "a number";
    } else if (raw == Boolean.class) {
      return "true or false";
    } else if (raw == String.class) {
      return "a string";
    } else if (raw == List.class) {
      return "a list";
    } else if (raw.isEnum()) {
      return "one of " + String.join(", ", Components.words(raw));
    } else if (names.isKind(raw)) {
      return "an object with a \"type\" (" + String.join(", ", all(raw)) + ")";
    } else if (raw.isRecord() || raw == Map.class) {
      return "an object";
    }
    throw new IllegalStateException(
        raw.getName() + " has no form in JSON; use a type that JSON can hold");
  }

  private static String shown(String pointer) {
    return pointer.isEmpty() ? "/" : pointer;
  }

  private static String shown(JsonNode json) {
    if (json.isObject()) {
      return "an object";
    } else if (json.isArray()) {
      return "a list";
    }
    String text = Json.line(json);
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
