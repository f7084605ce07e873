package dev.carousel.examples.video;

import dev.carousel.data.InvalidDataException;
import dev.carousel.sequence.Sequences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Clips in files: GIF files, and folders of PNG images whose names tell their order. A clip's
 * frames are its pictures, however long each is shown: frame rates are not looked at.
 *
 * @param size the size that pictures are brought to
 * @param maxFrames how many frames are kept of longer clips, evenly spaced, at least 1; empty for
 *     all
 */
public record ClipFiles(FrameSize size, OptionalInt maxFrames) {
  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ClipFiles {
    if (maxFrames.isPresent()) {
      Sequences.requireAtLeast(1, "maxFrames", maxFrames.getAsInt());
    }
  }

  /**
   * Reads a clip.
   *
   * @param file a GIF file, or a folder with nothing but PNG images
   * @param name what messages call it
   * @return its frames in order
   * @throws InvalidDataException if it is neither, is broken, or has no frame
   */
  public Clip read(Path file, String name) {
    List<byte[]> all =
        Files.isDirectory(file)
            ? new PngFolder(name, size).frames(file)
            : new GifFrames(name, size).frames(file);
    int kept = Math.min(all.size(), maxFrames.orElse(all.size()));
    byte[][] frames =
        IntStream.range(0, kept)
            .mapToObj(t -> all.get((int) ((2L * t + 1) * all.size() / (2L * kept))))
            .toArray(byte[][]::new);
    return new Clip(size, frames);
  }
}
