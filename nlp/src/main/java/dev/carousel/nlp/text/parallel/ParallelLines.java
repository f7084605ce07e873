package dev.carousel.nlp.text.parallel;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.Folds;
import dev.carousel.nlp.text.LeftOut;
import dev.carousel.nlp.text.Line;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One file with a pair a line, in columns between tabs. It is split by folds of different source
 * texts, so that all translations of one text are in one part. Pairs with an empty side, and lines
 * without any columns, are left out. In JSON, "parallel-lines".
 *
 * @param path the file, absolute or relative to a data folder
 * @param source the column of the text to translate, from 1
 * @param target the column of its translation, from 1; further columns are not looked at
 * @param split which source texts are training, validation and test part
 * @param encoding the file's character encoding, such as UTF-8
 * @param publicName the name under which the file is usually found, for whoever lacks it
 * @param sha256 the file's digest; a file with another one is refused
 */
public record ParallelLines(
    String path,
    int source,
    int target,
    Folds split,
    String encoding,
    Optional<String> publicName,
    Optional<String> sha256)
    implements ParallelSource {
  /**
   * Checks the columns, the encoding and the digest's form.
   *
   * @throws IllegalArgumentException if a column is below 1 or both are one, there is no such
   *     encoding, or the digest is not 64 hexadecimal digits
   */
  public ParallelLines {
    if (source < 1 || target < 1 || source == target) {
      throw new IllegalArgumentException(
          "source and target must be two different columns, from 1; got %d and %d"
              .formatted(source, target));
    }
    new DataFile(path, encoding, publicName, sha256);
  }

  @Override
  public Corpus<ParallelText> read(DataFolders folders) {
    DataFile file = new DataFile(path, encoding, publicName, sha256);
    Path found = file.find(folders);
    List<ParallelText> pairs = pairs(file.lines(found));
    Set<String> sources = new LinkedHashSet<>();
    pairs.forEach(pair -> sources.add(pair.source()));
    Map<String, Split> dealt = split.deal(sources, "sources");
    Map<Split, List<ParallelText>> parts = new EnumMap<>(Split.class);
    for (ParallelText pair : pairs) {
      parts.computeIfAbsent(dealt.get(pair.source()), key -> new ArrayList<>()).add(pair);
    }
    return new Corpus<>(parts, List.of(found));
  }

  private List<ParallelText> pairs(List<Line> lines) {
    LeftOut empty = new LeftOut("pairs with an empty side");
    List<ParallelText> pairs = new ArrayList<>();
    for (Line line : lines) {
      String[] columns = line.text().split("\t", -1);
      int needed = Math.max(source, target);
      if (line.text().isBlank()) {
        empty.add(line.place());
      } else if (columns.length < needed) {
        throw line.place()
            .refusal(
                "expected at least %d columns between tabs, got %d"
                    .formatted(needed, columns.length));
      } else if (columns[source - 1].isBlank() || columns[target - 1].isBlank()) {
        empty.add(line.place());
      } else {
        pairs.add(new ParallelText(columns[source - 1], columns[target - 1], line.place()));
      }
    }
    empty.log();
    return pairs;
  }
}
