package dev.carousel.nlp.text.parallel;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.LeftOut;
import dev.carousel.nlp.text.Line;
import dev.carousel.nlp.text.PartFiles;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two files a part: line k of one is the translation of line k of the other. Pairs with an empty
 * side are left out. In JSON, "parallel-files".
 *
 * @param source the files of the language to translate from
 * @param target the files of the language to translate into
 * @param encoding the files' character encoding, such as UTF-8
 * @param publicName the name under which the set is usually found, for whoever lacks it
 */
public record ParallelFiles(
    PartPaths source, PartPaths target, String encoding, Optional<String> publicName)
    implements ParallelSource {
  /**
   * Checks the encoding and the digests' form.
   *
   * @throws IllegalArgumentException if there is no such encoding, or a digest is not 64
   *     hexadecimal digits
   */
  public ParallelFiles {
    for (PartPaths side : new PartPaths[] {source, target}) {
      if (side != null) {
        files(side, encoding, publicName);
      }
    }
  }

  private static PartFiles files(PartPaths side, String encoding, Optional<String> publicName) {
    return PartFiles.of(
        side.train(), side.valid(), side.test(), encoding, publicName, side.sha256());
  }

  @Override
  public Corpus<ParallelText> read(DataFolders folders) {
    PartFiles sources = files(source, encoding, publicName);
    PartFiles targets = files(target, encoding, publicName);
    Map<Split, Path> foundSources = sources.find(folders);
    Map<Split, Path> foundTargets = targets.find(folders);
    Map<Split, List<ParallelText>> parts = new EnumMap<>(Split.class);
    List<Path> files = new ArrayList<>();
    for (Split split : Split.values()) {
      DataFile sourceFile = sources.file(split);
      DataFile targetFile = targets.file(split);
      Path sourceFound = foundSources.get(split);
      Path targetFound = foundTargets.get(split);
      files.add(sourceFound);
      files.add(targetFound);
      List<Line> sourceLines = sourceFile.lines(sourceFound);
      List<Line> targetLines = targetFile.lines(targetFound);
      if (sourceLines.size() != targetLines.size()) {
        throw new InvalidDataException(
            ("%s has %d lines and %s has %d; line k of one must be the translation of line k of"
                    + " the other")
                .formatted(
                    sourceFile.path(), sourceLines.size(), targetFile.path(), targetLines.size()));
      }
      parts.put(split, pairs(sourceLines, targetLines));
    }
    return new Corpus<>(parts, files);
  }

  private static List<ParallelText> pairs(List<Line> sources, List<Line> targets) {
    LeftOut empty = new LeftOut("pairs with an empty side");
    List<ParallelText> pairs = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Line from = sources.get(i);
      String into = targets.get(i).text();
      if (from.text().isBlank() || into.isBlank()) {
        empty.add(from.place());
      } else {
        pairs.add(new ParallelText(from.text(), into, from.place()));
      }
    }
    empty.log();
    return pairs;
  }
}
