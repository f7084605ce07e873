package dev.carousel.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A standalone cluster on this machine: a master and workers, each a process of its own, started
 * from the class path of the tests. Executors are processes that the workers start. All of them end
 * with this object, or with this process.
 */
final class Cluster implements AutoCloseable {
  private final Path folder;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();
  private final Thread atTheEnd = new Thread(this::endProcesses);
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
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    this.master =
        start(
            "master",
            List.of(
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0"));
    try {
      await(master, "master", "I have been elected leader! New state: ALIVE");
      addWorkers(workers);
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Starts more workers, and waits until the master knows them. */
  void addWorkers(int count) throws Exception {
    int before = workers.size();
    for (int w = before; w < before + count; w++) {
      List<String> command = new ArrayList<>();
      command.add("org.apache.spark.deploy.worker.Worker");
      command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
      command.addAll(List.of("--cores", "1", "--memory", "512m"));
      command.addAll(List.of("--work-dir", folder.resolve("work" + w).toString(), url()));
      workers.add(start("worker" + w, command));
    }
    for (int w = before; w < before + count; w++) {
      await(workers.get(w), "worker" + w, "Successfully registered with master");
    }
  }

  /** Ends a worker as the loss of its machine would, and with it its executors. */
  void loseWorker(int number) {
    workers.get(number).destroyForcibly().onExit().join();
    executors().stream()
        .filter(
            executor -> commandLine(executor).contains(folder.resolve("work" + number).toString()))
        .forEach(Cluster::end);
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
  private List<Path> sparkJars() throws IOException {
    List<String> shipped = ShippedJars.of(Files.createDirectory(folder.resolve("classes")));
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

  private Process start(String name, List<String> program) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(Driver.opens());
    // A killed executor is replaced however often it happens.
    command.add("-Dspark.deploy.maxExecutorRetries=-1");
    command.addAll(List.of("-cp", jars()));
    command.addAll(program);
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log(name).toFile());
    Map<String, String> environment = process.environment();
    environment.put("SPARK_HOME", home().toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    return process.start();
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private void await(Process process, String name, String line) throws Exception {
    Wait.until(
        () -> name + " says '" + line + "': " + Files.readString(log(name)),
        process,
        () -> Files.readString(log(name)).contains(line));
  }

  /** The executors that run now, also those whose worker has ended. */
  List<ProcessHandle> executors() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend"))
        .filter(process -> commandLine(process).contains(home().toString()))
        .toList();
  }

  /** With its arguments; empty for a process that has ended. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends a process as {@code kill -9} does. */
  static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
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

  private void endProcesses() {
    // Workers first, so that no executor is replaced.
    workers.forEach(worker -> end(worker.toHandle()));
    if (master != null) {
      end(master.toHandle());
    }
    executors().forEach(Cluster::end);
  }

  /** Ends all processes, and removes the links to jars. */
  @Override
  public void close() throws IOException {
    endProcesses();
    Runtime.getRuntime().removeShutdownHook(atTheEnd);
    try (Stream<Path> links = Files.list(home().resolve("jars"))) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
  }
}
