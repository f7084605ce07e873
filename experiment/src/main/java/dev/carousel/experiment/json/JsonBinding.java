package dev.carousel.experiment.json;

import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The one mapping between JSON and values: a record is an object whose keys are its components; a
 * value of a named kind has a "type" beside them. Enum constants are lower case with dashes; {@code
 * Optional} is null where empty.
 *
 * <p>{@code read(write(value, type), type, …)} equals the value.
 */
public final class JsonBinding {
  private final NamedTypes names;

  /**
   * A mapping for the types of some plug-ins.
   *
   * @param names the named types
   */
  public JsonBinding(NamedTypes names) {
    this.names = names;
  }

  /**
   * From JSON to a value.
   *
   * @param <T> the type
   * @param json an object, or the name alone for a value of a kind
   * @param type a named kind, such as {@code Cell.class}, or a record
   * @return the value, defaults filled in
   * @throws dev.carousel.data.InvalidDataException if a key is unknown or missing or a value is of
   *     a wrong type or refused; the message has the JSON pointer
   */
  public <T> T read(JsonNode json, Class<T> type) {
    return read(json, type, null);
  }

  /**
   * From JSON to a value, over defaults.
   *
   * @param <T> the type
   * @param json an object, or the name alone for a value of a kind
   * @param type a named kind, such as {@code Cell.class}, or a record
   * @param defaults holds the values of absent keys; null, or null components, for none
   * @return the value, defaults filled in
   * @throws dev.carousel.data.InvalidDataException if a key is unknown or missing or a value is of
   *     a wrong type or refused; the message has the JSON pointer
   */
  public <T> T read(JsonNode json, Class<T> type, T defaults) {
    return type.cast(new Filling(names).fill(json, type, defaults, ""));
  }

  /**
   * From a value to JSON that shows every key.
   *
   * @param <T> the type
   * @param value a record
   * @param type a named kind, such as {@code Cell.class}, or the record's own class
   * @return the JSON
   */
  public <T> JsonNode write(T value, Class<T> type) {
    return new Writing(names).write(value, type);
  }

  /**
   * The name of a value among the named types of a kind.
   *
   * @param <T> the kind
   * @param kind such as {@code Cell.class}
   * @param value such as a cell
   * @return its name, or its class's where no plug-in contributes it
   */
  public <T> String nameOf(Class<T> kind, T value) {
    return Writing.name(names, kind, value).orElse(value.getClass().getSimpleName());
  }

  /**
   * Where in a value those of a kind stand.
   *
   * @param kind such as {@code Cell.class}
   * @param value a record
   * @return dotted paths, such as "recurrent.cell", as {@link Overrides} takes them; outer ones
   *     first
   */
  public List<String> places(Class<?> kind, Object value) {
    return Places.of(kind, value);
  }

  /**
   * The prototype of a named type.
   *
   * @param <T> the kind
   * @param kind such as {@code Cell.class}
   * @param name such as "lstm"
   * @return the prototype, if there is such a type
   */
  public <T> Optional<T> prototype(Class<T> kind, String name) {
    return names.of(kind).stream()
        .filter(type -> type.name().equals(name))
        .map(NamedType::prototype)
        .findFirst();
  }

  /**
   * The types of a kind.
   *
   * @param <T> the kind
   * @param kind such as {@code Cell.class}
   * @return the types, by name
   */
  public <T> List<NamedType<T>> of(Class<T> kind) {
    return names.of(kind);
  }
}
