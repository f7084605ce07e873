package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * All files of a folder that fit a pattern, one after the other with nothing between them, cut as
 * one text. They are read in the order of their paths below the folder, compared character by
 * character with '/' between names, so that the text does not depend on the file system. Symbolic
 * links below the folder are not followed. Files must be UTF-8; single ones may be empty.
 *
 * @param folder absolute, or relative to a data folder
 * @param glob which paths below the folder, such as "**&#47;*.java" for all Java files: * fits
 *     within a name, ** across folders, and a leading or inner "**&#47;" also fits no folder at
 *     all; see {@link java.nio.file.FileSystem#getPathMatcher}
 * @param split how the whole text is cut
 */
public record SourceTree(String folder, String glob, TextSplit split) implements TextSource {
  /**
   * Checks the pattern.
   *
   * @throws IllegalArgumentException if it is not a glob
   */
  public SourceTree {
    if (glob != null) {
      matcher(glob);
    }
  }

  private static PathMatcher matcher(String glob) {
    // To java.nio "**/" is at least one folder; to everyone else's globs it may be none.
    String lenient = glob.replaceAll("(?<![^/])\\*\\*/", "{**/,}");
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + lenient);
    } catch (PatternSyntaxException malformed) {
      throw new IllegalArgumentException(
          "glob '"
              + glob
              + "' is not a pattern; braces and brackets need their other halves, and neither "
              + "braces nor '**/' may stand within braces",
          malformed);
    }
  }

  @Override
  public Texts read(DataFolders folders) {
    Path root = folders.find(folder);
    if (!Files.isDirectory(root)) {
      throw new InvalidDataException("'" + folder + "' is not a folder");
    }
    StringBuilder text = new StringBuilder();
    List<Path> files = new ArrayList<>();
    matching(root)
        .forEach(
            (name, path) -> {
              files.add(path);
              text.append(
                  new DataFile(folder + "/" + name, Optional.empty(), Optional.empty()).read(path));
            });
    if (files.isEmpty()) {
      throw new InvalidDataException("no file in folder '" + folder + "' fits '" + glob + "'");
    }
    return split.cut(text.toString(), "'" + folder + "' with '" + glob + "'", files);
  }

  private TreeMap<String, Path> matching(Path root) {
    PathMatcher matcher = matcher(glob);
    TreeMap<String, Path> found = new TreeMap<>();
    try {
      Path start = root.toRealPath();
      try (Stream<Path> paths = Files.walk(start)) {
        paths
            .filter(path -> matcher.matches(start.relativize(path)))
            .filter(Files::isRegularFile)
            .forEach(path -> found.put(name(start.relativize(path)), path));
      }
    } catch (IOException unreadable) {
      throw new InvalidDataException(
          "cannot list folder '" + folder + "': " + unreadable, unreadable);
    } catch (UncheckedIOException unreadable) {
      throw new InvalidDataException(
          "cannot list folder '" + folder + "': " + unreadable.getCause(), unreadable);
    }
    return found;
  }

  private static String name(Path relative) {
    List<String> names = new ArrayList<>();
    relative.forEach(part -> names.add(part.toString()));
    return String.join("/", names);
  }
}
