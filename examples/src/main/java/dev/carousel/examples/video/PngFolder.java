package dev.carousel.examples.video;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The frames of a folder of PNG images, by name, numbers in names by value: 2.png is before 10.png.
 *
 * @param name what messages call the folder
 * @param size the size that pictures are brought to
 */
record PngFolder(String name, FrameSize size) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  List<byte[]> frames(Path folder) {
    List<byte[]> frames = new ArrayList<>();
    Picture first = null;
    for (Path file : images(folder)) {
      Picture picture = Picture.readPng(file, name + "/" + file.getFileName());
      first = first == null ? picture : first;
      if (!picture.size().equals(first.size())) {
        throw new InvalidDataException(
            "'%s/%s' is %s pixels, the images before it are %s; the frames of a clip are of one size"
                .formatted(name, file.getFileName(), picture.size(), first.size()));
      }
      frames.add(size.fit(picture.values(), picture.size()));
    }
    return frames;
  }

  /** The images in their order. */
  List<Path> images(Path folder) {
    List<Path> images;
    try (Stream<Path> files = Files.list(folder)) {
      images = new ArrayList<>(files.toList());
    } catch (IOException unreadable) {
      throw new InvalidDataException("cannot read '" + name + "': " + unreadable, unreadable);
    }
    if (images.isEmpty()) {
      throw new InvalidDataException("folder '" + name + "' has no PNG image");
    }
    images.sort(Comparator.comparing(PngFolder::key).thenComparing(PngFolder::fileName));
    for (Path file : images) {
      if (!fileName(file).toLowerCase(Locale.ROOT).endsWith(".png")) {
        throw new InvalidDataException(
            "'%s/%s' is no PNG image; the folder of a clip holds nothing else"
                .formatted(name, fileName(file)));
      }
    }
    return images;
  }

  /** The name with every number as long as the longest that there can be. */
  private static String key(Path file) {
    return NUMBER
        .matcher(fileName(file))
        .replaceAll(number -> "0".repeat(255 - number.group().length()) + number.group());
  }

  private static String fileName(Path file) {
    return file.getFileName().toString();
  }
}
