package dev.carousel.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line in a process of its own, as the launcher starts it for a run on Spark. */
final class Driver implements AutoCloseable {
  private final Process process;
  private final Thread atTheEnd;
  private final Path err;

  /**
   * Starts a driver.
   *
   * @param err where it prints its progress
   * @param options Java's, such as "-Dspark.executor.memory=480m"
   */
  Driver(Path err, List<String> options, List<String> arguments) throws IOException {
    this.err = err;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(opens());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.carousel.experiment.Main");
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    process = builder.start();
    atTheEnd = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atTheEnd);
  }

  /**
   * Options for drivers of small trials, which take less time than it takes to start a process:
   * little is compiled, and that quickly.
   */
  static List<String> quick() {
    String quick = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";
    List<String> options = new ArrayList<>(List.of(quick.split(" ")));
    options.add("-Dspark.executor.extraJavaOptions=" + quick);
    options.addAll(List.of("-Dspark.executor.memory=480m", "-Dspark.ui.enabled=false"));
    return options;
  }

  /** What Spark needs of the Java platform's own packages. */
  static List<String> opens() {
    return Stream.of(
            "java.lang",
            "java.lang.invoke",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.util.calendar")
        .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
        .toList();
  }

  Process process() {
    return process;
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Ends the process as {@code kill -9} does, if it has not ended. */
  @Override
  public void close() {
    Cluster.end(process.toHandle());
    Runtime.getRuntime().removeShutdownHook(atTheEnd);
  }
}
