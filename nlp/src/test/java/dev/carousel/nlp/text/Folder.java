package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder that tests write files to.
 *
 * @param path where it is
 */
public record Folder(Path path) {
  /** The folder as sources look into it. */
  public DataFolders folders() {
    return new DataFolders(List.of(path));
  }

  /** Writes a file in UTF-8. */
  public Path write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file. */
  public Path write(String name, byte[] bytes) {
    try {
      return Files.write(path.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder with the public data sets, which stands beside the checkout, if anywhere. */
  public static Optional<DataFolders> shared() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path data = folder.resolve("shared/data");
      if (Files.isDirectory(data)) {
        return Optional.of(new DataFolders(List.of(data)));
      }
    }
    return Optional.empty();
  }
}
