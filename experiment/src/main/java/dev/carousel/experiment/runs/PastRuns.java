package dev.carousel.experiment.runs;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs in some folders.
 *
 * @param runs those that can be read, by folder
 * @param others the folders that hold none or a broken one, and why
 */
public record PastRuns(List<PastRun> runs, Map<Path, String> others) {
  private static final int SHOWN = 5;

  /** Copies. */
  public PastRuns {
    runs = List.copyOf(runs);
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  /**
   * Looks for runs.
   *
   * @param folders each a run or a folder of runs
   * @return what is there
   * @throws InvalidDataException if one is not a folder
   */
  public static PastRuns in(List<Path> folders) {
    List<PastRun> runs = new ArrayList<>();
    Map<Path, String> others = new LinkedHashMap<>();
    for (Path folder : folders) {
      for (Path candidate : PastRun.isAt(folder) ? List.of(folder) : foldersIn(folder)) {
        try {
          runs.add(PastRun.read(candidate));
        } catch (InvalidDataException e) {
          others.put(candidate, e.getMessage());
        } catch (RuntimeException e) {
          // The files are from anywhere, and one bad folder must not hide the others.
          others.put(candidate, "cannot read it: " + e);
        }
      }
    }
    return new PastRuns(runs, others);
  }

  private static List<Path> foldersIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidDataException("no folder '" + folder + "'");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new InvalidDataException("cannot read '" + folder + "': " + e, e);
    }
  }

  /**
   * Finds one run.
   *
   * @param start its folder's name, or what that or its own name begins with
   * @return the run
   * @throws InvalidDataException if there is none, it is broken, or there are several
   */
  public PastRun find(String start) {
    List<PastRun> found =
        runs.stream()
            .filter(run -> fileName(run.folder()).startsWith(start) || run.name().startsWith(start))
            .toList();
    List<PastRun> exact =
        found.stream().filter(run -> fileName(run.folder()).equals(start)).toList();
    if (exact.size() == 1 || found.size() == 1) {
      return exact.size() == 1 ? exact.get(0) : found.get(0);
    } else if (found.size() > 1) {
      String listed =
          found.stream()
              .limit(SHOWN)
              .map(run -> run.folder().toString())
              .collect(Collectors.joining(", "));
      throw new InvalidDataException(
          "'%s' begins the names of %d runs: %s%s; give more of the folder's name"
              .formatted(start, found.size(), listed, found.size() > SHOWN ? ", …" : ""));
    }
    for (Map.Entry<Path, String> other : others.entrySet()) {
      if (fileName(other.getKey()).startsWith(start)) {
        throw new InvalidDataException(other.getValue());
      }
    }
    throw new InvalidDataException(
        "no run's name begins with '" + start + "'; 'carousel runs' lists them");
  }

  private static String fileName(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }
}
