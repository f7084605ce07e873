package dev.carousel.benchmarks.compare;

import dev.carousel.benchmarks.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts processes that measure. Numbers of threads are set from outside, before any native library
 * is loaded; nothing is downloaded, and native libraries are unpacked into one folder.
 *
 * @param natives the folder for unpacked native libraries
 * @param vectors the widest vector instructions, as in {@link Machine#vectors}
 */
record Workers(Path natives, String vectors) {
  /**
   * Runs a worker to its end.
   *
   * @param threads how many threads every system in it may use
   * @param settings further environment variables
   * @param arguments the worker's other options
   * @return its exit status
   */
  int run(int threads, Map<String, String> settings, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Dai.djl.offline=true");
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + natives.resolve("javacpp"));
    // Which of nd4j's native libraries is taken.
    if (vectors.equals("avx512f") || vectors.equals("avx2")) {
      String extension = vectors.equals("avx2") ? "-avx2" : "-avx512";
      command.add("-Dorg.bytedeco.javacpp.platform.extension=" + extension);
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Worker.class.getName());
    command.add("--threads=" + threads);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    Map<String, String> environment = builder.environment();
    for (String library : List.of("OMP", "MKL", "OPENBLAS")) {
      environment.put(library + "_NUM_THREADS", Integer.toString(threads));
    }
    environment.put("DJL_OFFLINE", "true");
    environment.put("OPT_OUT_TRACKING", "true");
    environment.put("DJL_CACHE_DIR", natives.resolve("djl").toString());
    environment.put("ENGINE_CACHE_DIR", natives.resolve("djl").toString());
    environment.putAll(settings);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a worker", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a worker ran", e);
    }
  }
}
