package dev.carousel.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where data files are looked for.
 *
 * @param folders in the order in which they are tried
 * @param mirror a folder below which files lie at their absolute paths, as on a machine that has
 *     them from another; empty if they are where they say. With it the folders are absolute
 */
public record DataFolders(List<Path> folders, Optional<Path> mirror) {
  /** Copies the list. */
  public DataFolders {
    folders = List.copyOf(folders);
  }

  /**
   * Folders of this machine.
   *
   * @param folders in the order in which they are tried
   */
  public DataFolders(List<Path> folders) {
    this(folders, Optional.empty());
  }

  /**
   * Where a file lies in a mirror.
   *
   * @param mirror the mirror's folder
   * @param file an absolute path
   * @return the path below the mirror
   */
  public static Path mirrored(Path mirror, Path file) {
    Path plain = file.normalize();
    return mirror.resolve(plain.getRoot().relativize(plain).toString());
  }

  private Path place(Path path) {
    return mirror.map(folder -> mirrored(folder, path)).orElse(path);
  }

  /**
   * Finds a file.
   *
   * @param path an absolute path, or one relative to any of the folders
   * @return the first that exists
   * @throws InvalidDataException naming the file and the folders tried, if there is none
   */
  public Path find(String path) {
    Path wanted = Path.of(path);
    if (wanted.isAbsolute()) {
      Path candidate = place(wanted);
      if (Files.exists(candidate)) {
        return candidate;
      }
      throw new InvalidDataException("no file '" + path + "'");
    }
    for (Path folder : folders) {
      Path candidate = place(folder.resolve(wanted));
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    throw new InvalidDataException(
        "no file '"
            + path
            + "' in "
            + folders
            + "; give its folder with --data DIR or CAROUSEL_DATA");
  }
}
