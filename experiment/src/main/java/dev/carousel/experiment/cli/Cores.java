package dev.carousel.experiment.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The machine's cores. Two threads on one core share its arithmetic units, which one thread of
 * matrix products keeps busy alone.
 */
final class Cores {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private Cores() {}

  /** How many cores this process may use; the number of processors where nothing else is known. */
  static int count() {
    int processors = Runtime.getRuntime().availableProcessors();
    if (!Files.isReadable(LINUX)) {
      return processors;
    }
    try {
      return Math.min(processors, physical(Files.readAllLines(LINUX), processors));
    } catch (IOException e) {
      // The machine's own description cannot be read, so its processors stand for its cores.
      return processors;
    }
  }

  /**
   * Counts the pairs of socket and core in Linux's description of the processors.
   *
   * @param otherwise the answer if it says nothing of cores
   */
  static int physical(List<String> lines, int otherwise) {
    Set<String> cores = new HashSet<>();
    String socket = "";
    for (String line : lines) {
      if (line.startsWith("physical id")) {
        socket = line;
      } else if (line.startsWith("core id")) {
        cores.add(socket + line);
      }
    }
    return cores.isEmpty() ? otherwise : cores.size();
  }
}
