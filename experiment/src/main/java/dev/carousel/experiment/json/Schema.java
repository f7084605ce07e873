package dev.carousel.experiment.json;

import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of a record and of every named type that it leads to. It
 * describes keys, types and defaults; limits on values are the records' own.
 */
public final class Schema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final NamedTypes names;
  private final ObjectNode definitions = JSON.objectNode();

  private Schema(NamedTypes names) {
    this.names = names;
  }

  /**
   * The schema of a record.
   *
   * @param <T> the record
   * @param names the named types
   * @param record the record's class
   * @param defaults holds the defaults; null components must be given
   * @param title what it describes
   * @return the schema
   */
  public static <T> ObjectNode of(NamedTypes names, Class<T> record, T defaults, String title) {
    Schema schema = new Schema(names);
    ObjectNode root = JSON.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", title);
    root.setAll(schema.record(record, defaults, null));
    root.set("$defs", schema.definitions);
    return root;
  }

  private ObjectNode record(Class<?> record, Object standing, String name) {
    ObjectNode object = type("object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = object.putArray("required");
    if (name != null) {
      properties.putObject("type").put("const", name);
      required.add("type");
    }
    for (RecordComponent component : record.getRecordComponents()) {
      Object value = Components.value(component, standing);
      Type type = component.getGenericType();
      ObjectNode property = value(type, value);
      properties.set(component.getName(), property);
      if (needed(type, value)) {
        required.add(component.getName());
      } else if (value != null) {
        property.set("default", new Writing(names).write(value, type));
      }
    }
    object.put("additionalProperties", false);
    return object;
  }

  /** Whether a key must be given: it has no default, or its default lacks something. */
  private boolean needed(Type type, Object standing) {
    Class<?> raw = Components.raw(type);
    if (standing == null) {
      return Components.whenAbsent(raw) == null;
    } else if (raw.isRecord() || names.isKind(raw)) {
      for (RecordComponent component : standing.getClass().getRecordComponents()) {
        if (needed(component.getGenericType(), Components.value(component, standing))) {
          return true;
        }
      }
    }
    return false;
  }

  private ObjectNode value(Type type, Object standing) {
    Class<?> raw = Components.raw(type);
    if (raw == JsonNode.class) {
      return JSON.objectNode();
    } else if (Components.mayBeNull(raw)) {
      ObjectNode either = JSON.objectNode();
      ArrayNode choices = either.putArray("anyOf");
      choices.add(
          switch (raw.getSimpleName()) {
            case "OptionalInt" -> value(Integer.class, null);
            case "OptionalLong" -> value(Long.class, null);
            case "OptionalDouble" -> value(Double.class, null);
            default ->
                value(
                    Components.argument(type),
                    standing instanceof Optional<?> some ? some.orElse(null) : null);
          });
      choices.add(type("null"));
      return either;
    } else if (names.isKind(raw)) {
      define(raw);
      return JSON.objectNode().put("$ref", "#/$defs/" + raw.getSimpleName());
    } else if (raw.isRecord()) {
      return record(raw, standing, null);
    } else if (raw == List.class) {
      ObjectNode list = type("array");
      list.set("items", value(Components.argument(type), null));
      if (Components.raw(Components.argument(type)) == List.class) {
        return list;
      }
      // A list may be written as its only element.
      ObjectNode either = JSON.objectNode();
      either.putArray("anyOf").add(list).add(value(Components.argument(type), null));
      return either;
    } else if (raw == Map.class) {
      ObjectNode map = type("object");
      map.set("additionalProperties", value(Components.argument(type), null));
      return map;
    } else if (raw.isEnum()) {
      ObjectNode words = JSON.objectNode();
      Components.words(raw).forEach(words.putArray("enum")::add);
      return words;
    } else if (raw == Integer.class) {
      return type("integer").put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE);
    } else if (raw == Long.class) {
      return type("integer").put("minimum", Long.MIN_VALUE).put("maximum", Long.MAX_VALUE);
    } else if (raw == Double.class) {
      return type("number");
    } else if (raw == Boolean.class) {
      return type("boolean");
    } else if (raw == String.class) {
      return type("string");
    }
    throw new IllegalStateException(raw.getName() + " has no form in JSON");
  }

  /**
   * One definition for a kind: an object of any of its types, or the name alone of a type that
   * needs no keys.
   */
  private void define(Class<?> kind) {
    String key = kind.getSimpleName();
    if (definitions.has(key)) {
      return;
    }
    ObjectNode definition = definitions.putObject(key);
    ArrayNode choices = definition.putArray("anyOf");
    ArrayNode alone = JSON.arrayNode();
    for (NamedType<?> named : names.of(kind)) {
      Object prototype = named.prototype();
      if (!prototype.getClass().isRecord()) {
        continue;
      }
      choices.add(record(prototype.getClass(), prototype, named.name()));
      if (!needed(kind, prototype)) {
        alone.add(named.name());
      }
    }
    if (!alone.isEmpty()) {
      choices.add(JSON.objectNode().set("enum", alone));
    }
  }

  private static ObjectNode type(String name) {
    return JSON.objectNode().put("type", name);
  }
}
