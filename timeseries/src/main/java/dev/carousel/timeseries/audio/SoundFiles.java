package dev.carousel.timeseries.audio;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The WAV files in a zip file or below a folder.
 *
 * @param name what messages call the zip file or the folder
 * @param place where it is
 */
record SoundFiles(String name, Path place) {
  /**
   * Reads every file, in the order of their paths.
   *
   * @param each is given a path within, with slashes, and its sound
   * @return the files that were read: the zip file, or those below the folder
   */
  List<Path> each(BiConsumer<String, Sound> each) {
    try {
      return Files.isDirectory(place) ? eachInFolder(each) : eachInZip(each);
    } catch (ZipException e) {
      throw new InvalidDataException(
          "%s: is neither a folder nor a zip file that can be read: %s"
              .formatted(name, e.getMessage()),
          e);
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(name, e), e);
    }
  }

  /** What messages call one of the files. */
  String called(String path) {
    return name + ", " + path;
  }

  private List<Path> eachInFolder(BiConsumer<String, Sound> each) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(place)) {
      files =
          all.filter(file -> isSound(file.toString()) && Files.isRegularFile(file))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      String path = place.relativize(file).toString().replace('\\', '/');
      each.accept(path, Wav.read(file, called(path)));
    }
    return files;
  }

  private List<Path> eachInZip(BiConsumer<String, Sound> each) throws IOException {
    try (ZipFile zip = new ZipFile(place.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> isSound(entry.getName()) && !entry.isDirectory())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          each.accept(entry.getName(), Wav.read(in, called(entry.getName())));
        }
      }
    }
    return List.of(place);
  }

  private static boolean isSound(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".wav");
  }
}
