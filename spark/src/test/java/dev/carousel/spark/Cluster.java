package dev.carousel.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A standalone cluster on this machine: a master and workers, each a process of its own, started
 * from the class path of the tests. Executors are processes that the workers start.
 */
final class Cluster implements AutoCloseable {
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final int port;

  /**
   * Starts a cluster.
   *
   * @param folder for its files
   * @param workers how many; each gives one core to executors
   */
  Cluster(Path folder, int workers) throws Exception {
    this.folder = folder;
    makeHome();
    this.port = freePort();
    start(
        "master",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        "0");
    await("master", "I have been elected leader! New state: ALIVE");
    for (int w = 1; w <= workers; w++) {
      start(
          "worker" + w,
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0.1",
          "--cores",
          "1",
          "--memory",
          "512m",
          "--webui-port",
          "0",
          "--work-dir",
          folder.resolve("work" + w).toString(),
          url());
    }
    for (int w = 1; w <= workers; w++) {
      await("worker" + w, "Successfully registered with master");
    }
  }

  /** What Spark's scripts expect of an installation: jars, and a file that says so. */
  private void makeHome() throws IOException {
    Path jars = Files.createDirectories(home().resolve("jars"));
    Files.createFile(home().resolve("RELEASE"));
    for (Path jar : sparkJars()) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
  }

  private Path home() {
    return folder.resolve("home");
  }

  /** Those of the class path that come with Spark and nothing of Carousel's, as on a cluster. */
  private static List<Path> sparkJars() throws IOException {
    List<String> shipped = ShippedJars.of(Files.createTempDirectory("carousel-test-"));
    // Spark cannot do without a Guava, though which one is its own business.
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .filter(jar -> !shipped.contains(jar.toAbsolutePath().toString()) || isShared(jar))
        .toList();
  }

  private static boolean isShared(Path jar) {
    String name = jar.getFileName().toString();
    return name.matches(
        "(guava|failureaccess|jackson-annotations|jakarta.inject-api|icu4j|protobuf-java)-.*");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The class path of everything on the cluster. */
  String jars() {
    return home().resolve("jars") + "/*";
  }

  String url() {
    return "spark://127.0.0.1:" + port;
  }

  private void start(String name, String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(Driver.opens());
    // A killed executor is replaced however often it happens.
    command.add("-Dspark.deploy.maxExecutorRetries=-1");
    command.add("-cp");
    command.add(jars());
    command.add(main);
    command.addAll(List.of(arguments));
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log(name).toFile());
    Map<String, String> environment = process.environment();
    environment.put("SPARK_HOME", home().toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    processes.add(process.start());
  }

  Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private void await(String name, String line) throws Exception {
    Process process = processes.get(processes.size() - 1);
    while (!Files.readString(log(name)).contains(line)) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " has ended: " + Files.readString(log(name)));
      }
    }
  }

  /** The executors that run now. */
  List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(process -> process.toHandle().descendants())
        .filter(ProcessHandle::isAlive)
        .filter(handle -> isExecutor(handle.pid()))
        .toList();
  }

  private static boolean isExecutor(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException e) {
      // It has ended meanwhile.
      return false;
    }
  }

  /** What executors have written to their logs. */
  String logs() {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        text.append(file).append('\n').append(Files.readString(file));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends all processes that came of this one's, and removes the links to jars. */
  @Override
  public void close() throws IOException {
    List<ProcessHandle> all = new ArrayList<>();
    for (Process process : processes) {
      process.descendants().forEach(all::add);
      all.add(process.toHandle());
    }
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
    try (Stream<Path> links = Files.list(home().resolve("jars"))) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
  }
}
