package dev.carousel.experiment.cli;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option that says where data files are looked for. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "A folder in which data files are looked for, after the experiment's own and before those"
              + " in CAROUSEL_DATA.")
  private List<Path> folders = new ArrayList<>();

  /**
   * The folders in the order in which they are tried.
   *
   * @param first those to try before all others
   */
  DataFolders folders(Session session, List<Path> first) {
    List<Path> all = new ArrayList<>(first);
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new InvalidDataException("no folder '" + folder + "', given by --data");
      }
      all.add(folder);
    }
    String variable = session.environment().getOrDefault("CAROUSEL_DATA", "");
    for (String folder : variable.split(Pattern.quote(File.pathSeparator))) {
      if (!folder.isEmpty()) {
        all.add(Path.of(folder));
      }
    }
    return new DataFolders(all);
  }
}
