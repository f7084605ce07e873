package dev.carousel.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where data files are looked for.
 *
 * @param folders in the order in which they are tried
 */
public record DataFolders(List<Path> folders) {
  /** Copies the list. */
  public DataFolders {
    folders = List.copyOf(folders);
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
      if (Files.exists(wanted)) {
        return wanted;
      }
      throw new InvalidDataException("no file '" + path + "'");
    }
    for (Path folder : folders) {
      Path candidate = folder.resolve(wanted);
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
