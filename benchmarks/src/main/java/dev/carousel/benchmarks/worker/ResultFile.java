package dev.carousel.benchmarks.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a worker leaves its results: one entry of JSON a line, written as soon as it is known, so
 * that what was measured survives a process that ends early.
 *
 * @param path the file
 */
public record ResultFile(Path path) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  void add(Entry entry) {
    try {
      Files.writeString(
          path,
          MAPPER.writeValueAsString(entry) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /**
   * Reads the entries.
   *
   * @return all entries in order; none if the file does not exist
   */
  public List<Entry> entries() {
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      return Files.readAllLines(path).stream()
          .map(line -> MAPPER.readValue(line, Entry.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
