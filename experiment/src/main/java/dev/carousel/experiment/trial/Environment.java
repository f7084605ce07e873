package dev.carousel.experiment.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a run depended on: the form of environment.json. */
public final class Environment {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Environment() {}

  /**
   * Describes this process and the data.
   *
   * @param kernels the kernels' name
   * @param files the data files
   * @return its JSON
   */
  public static ObjectNode describe(String kernels, List<Path> files) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("carousel", version());
    ObjectNode java = root.putObject("java");
    java.put("version", System.getProperty("java.runtime.version"));
    java.put("vendor", System.getProperty("java.vendor"));
    java.put("vm", System.getProperty("java.vm.name"));
    ObjectNode system = root.putObject("os");
    system.put("name", System.getProperty("os.name"));
    system.put("version", System.getProperty("os.version"));
    system.put("architecture", System.getProperty("os.arch"));
    ObjectNode cpu = root.putObject("cpu");
    cpu.put("model", cpuModel().orElse(null));
    cpu.put("count", Runtime.getRuntime().availableProcessors());
    root.put("kernels", kernels);
    root.put("commit", commit().orElse(null));
    ArrayNode data = root.putArray("data");
    for (Path file : files) {
      data.addObject().put("path", file.toString()).put("sha256", sha256(file));
    }
    return root;
  }

  /**
   * The version of Carousel.
   *
   * @return from the jar, or "development" where classes run without one
   */
  public static String version() {
    String version = Environment.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static Optional<String> cpuModel() {
    if (!Files.isReadable(CPU_INFO)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      // Not knowing the model is no reason not to run.
      return Optional.empty();
    }
  }

  /** The commit of the working folder's repository, "-dirty" after it if files differ from it. */
  private static Optional<String> commit() {
    return OtherProgram.answer(
        new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"));
  }

  /**
   * The SHA-256 of a file.
   *
   * @param file the file
   * @return 64 hexadecimal digits
   */
  public static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
