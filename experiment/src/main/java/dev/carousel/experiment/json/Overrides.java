package dev.carousel.experiment.json;

import dev.carousel.data.InvalidDataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes of a tree by dotted paths, such as "model.recurrent.cell.type" or "model.layers.0.units".
 */
public final class Overrides {
  private Overrides() {}

  /**
   * Sets the value at a path. Objects on the way that are absent are made; a type given by its name
   * alone becomes an object.
   *
   * @param tree changed in place
   * @param path keys and list indices, separated by dots
   * @param value the new value; copied
   * @throws InvalidDataException if the path leads through something that has no keys, or past the
   *     end of a list
   */
  public static void set(ObjectNode tree, String path, JsonNode value) {
    List<String> parts = List.of(path.split("\\.", -1));
    if (parts.contains("")) {
      throw new InvalidDataException(
          "path '" + path + "' has an empty part; write it like model.recurrent.cell.type");
    }
    JsonNode here = tree;
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      JsonNode next = i == parts.size() - 1 ? value.deepCopy() : null;
      if (here instanceof ArrayNode array) {
        here = element(array, part, next, path, pointer);
      } else if (here instanceof ObjectNode object) {
        boolean listAbsent = next == null && !object.has(part) && isIndex(parts.get(i + 1));
        if (listAbsent) {
          throw new InvalidDataException(
              "path '%s' leads nowhere: there is no list at %s/%s; set the whole list"
                  .formatted(path, pointer, part));
        }
        here = member(object, part, next);
      } else {
        throw new InvalidDataException(
            "path '%s' leads nowhere: %s is %s and has no '%s'"
                .formatted(path, pointer, Json.line(here), part));
      }
      pointer.append('/').append(part);
    }
  }

  private static JsonNode member(ObjectNode object, String key, JsonNode last) {
    JsonNode next = last != null ? last : object.get(key);
    if (last == null && (next == null || next.isNull())) {
      next = JsonNodeFactory.instance.objectNode();
    } else if (last == null && next.isString()) {
      next = JsonNodeFactory.instance.objectNode().set("type", next);
    }
    object.set(key, next);
    return next;
  }

  private static JsonNode element(
      ArrayNode array, String index, JsonNode last, String path, CharSequence pointer) {
    int position = isIndex(index) ? Integer.parseInt(index) : -1;
    if (position < 0 || position >= array.size()) {
      throw new InvalidDataException(
          "path '%s' leads nowhere: %s is a list of %d and has no '%s'"
              .formatted(path, pointer, array.size(), index));
    }
    JsonNode next = last != null ? last : array.get(position);
    if (last == null && next.isString()) {
      next = JsonNodeFactory.instance.objectNode().set("type", next);
    }
    array.set(position, next);
    return next;
  }

  private static boolean isIndex(String part) {
    return part.matches("[0-9]{1,9}");
  }

  /**
   * The fewest changes that make one filled tree another. An object whose "type" differs, and a
   * list that differs, is replaced whole.
   *
   * @param from a filled tree
   * @param to another, of the same record
   * @return path to value, in the order of the second tree; {@code set} of all of them on the first
   *     gives the second
   */
  public static Map<String, JsonNode> difference(JsonNode from, JsonNode to) {
    Map<String, JsonNode> changes = new LinkedHashMap<>();
    collect(from, to, new ArrayList<>(), changes);
    return changes;
  }

  private static void collect(
      JsonNode from, JsonNode to, List<String> path, Map<String, JsonNode> changes) {
    if (from.equals(to)) {
      return;
    }
    boolean sameKeys =
        from.isObject()
            && to.isObject()
            && List.copyOf(from.propertyNames()).equals(List.copyOf(to.propertyNames()))
            && from.path("type").equals(to.path("type"));
    if (!sameKeys) {
      changes.put(String.join(".", path), to);
      return;
    }
    for (String key : to.propertyNames()) {
      path.add(key);
      collect(from.get(key), to.get(key), path, changes);
      path.remove(path.size() - 1);
    }
  }
}
