package dev.carousel.spark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What of this process's class path executors need: all but what every cluster has. */
final class ShippedJars {
  private ShippedJars() {}

  /**
   * The jars to ship.
   *
   * @param temporary a folder for jars that are made of folders of classes; they are removed when
   *     the process ends
   * @return their paths
   */
  static List<String> of(Path temporary) {
    Set<String> provided = provided();
    List<String> jars = new ArrayList<>();
    String classPath = System.getProperty("java.class.path");
    for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        jars.add(jar(path, temporary.resolve("classes-" + jars.size() + ".jar")).toString());
      } else if (Files.exists(path) && !provided.contains(path.getFileName().toString())) {
        jars.add(path.toAbsolutePath().toString());
      }
    }
    return jars;
  }

  /** The names of the jars that come with Spark, as the build has listed them. */
  private static Set<String> provided() {
    Set<String> names = new HashSet<>();
    try (InputStream in = ShippedJars.class.getResourceAsStream("provided.txt")) {
      String listed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String entry : listed.strip().split(":")) {
        names.add(entry.substring(entry.lastIndexOf('/') + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read provided.txt in this module's jar", e);
    }
    return names;
  }

  private static Path jar(Path folder, Path jar) {
    jar.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a jar of " + folder, e);
    }
    return jar;
  }
}
