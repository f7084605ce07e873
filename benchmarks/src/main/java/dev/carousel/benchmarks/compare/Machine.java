package dev.carousel.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a comparison was made.
 *
 * @param processor its model
 * @param processors how many the virtual machine sees
 * @param vectors the widest vector instructions among avx512f, avx2 and avx, or "none"
 * @param system operating system
 * @param java the virtual machine
 * @param load the load average of a minute when the comparison began; a quiet machine is below 0.5
 */
record Machine(
    String processor, int processors, String vectors, String system, String java, double load) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  static Machine present() {
    List<String> lines = processorLines();
    List<String> flags =
        value(lines, "flags").map(text -> List.of(text.split(" "))).orElse(List.of());
    return new Machine(
        value(lines, "model name").orElse("unknown"),
        Runtime.getRuntime().availableProcessors(),
        Stream.of("avx512f", "avx2", "avx").filter(flags::contains).findFirst().orElse("none"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static List<String> processorLines() {
    try {
      return Files.exists(PROCESSORS) ? Files.readAllLines(PROCESSORS) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + PROCESSORS, e);
    }
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
