package dev.carousel.interop.equations;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names of one cell and those of another, each with exactly one. */
final class Names {
  private final Map<String, String> forwards = new LinkedHashMap<>();
  private final Map<String, String> backwards = new LinkedHashMap<>();

  /** Whether two names already go together. */
  boolean has(String first, String other) {
    return other.equals(forwards.get(first));
  }

  /** Whether either already goes with some name. */
  boolean knowsEither(String first, String other) {
    return forwards.containsKey(first) || backwards.containsKey(other);
  }

  /** Whether a name of the first cell goes with some name. */
  boolean knows(String first) {
    return forwards.containsKey(first);
  }

  void put(String first, String other) {
    forwards.put(first, other);
    backwards.put(other, first);
  }

  void remove(String first) {
    backwards.remove(forwards.remove(first));
  }

  int size() {
    return forwards.size();
  }

  /** The other cell's names by those of the first; shared, not copied. */
  Map<String, String> otherNames() {
    return forwards;
  }
}
