package dev.carousel.train;

import dev.carousel.data.InvalidDataException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task has made of its data and a trained model cannot be asked without, such as a
 * vocabulary: small text files that are kept beside the weights.
 *
 * @param files the contents by name, such as "tokenizer.json"
 */
public record Assets(Map<String, String> files) {
  /** Of tasks that make nothing. */
  public static final Assets NONE = new Assets(Map.of());

  /** Copies the map. */
  public Assets {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * The contents of a file.
   *
   * @param name its name
   * @return the text
   * @throws InvalidDataException if there is no such file
   */
  public String file(String name) {
    String text = files.get(name);
    if (text == null) {
      throw new InvalidDataException(
          "the run has kept no '%s', only %s".formatted(name, files.keySet()));
    }
    return text;
  }
}
