package dev.carousel.nlp.text.labelled;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.Folds;
import dev.carousel.nlp.text.Line;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One file a class with one text a line, split by folds: each class by itself, so that it has the
 * same share of every part. Equal texts, of one class or of several, are always in one part. Empty
 * lines are left out. In JSON, "class-files".
 *
 * @param classes the file of each label, at least two
 * @param split which texts are training, validation and test part
 * @param encoding the files' character encoding, such as UTF-8 or windows-1252
 * @param publicName the name under which the set is usually found, for whoever lacks it
 */
public record ClassFiles(
    Map<String, ClassFile> classes, Folds split, String encoding, Optional<String> publicName)
    implements LabelledSource {
  /**
   * The file of a class.
   *
   * @param path absolute, or relative to a data folder
   * @param sha256 its digest; a file with another one is refused
   */
  public record ClassFile(String path, Optional<String> sha256) {}

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if there are fewer than two classes, no such encoding, or a
   *     digest is not 64 hexadecimal digits
   */
  public ClassFiles {
    if (classes != null) {
      classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
      if (classes.size() < 2) {
        throw new IllegalArgumentException(
            "classes must give the files of at least two labels, got " + classes.keySet());
      }
      for (ClassFile file : classes.values()) {
        new DataFile(file.path(), encoding, publicName, file.sha256());
      }
    }
  }

  @Override
  public Corpus<LabelledText> read(DataFolders folders) {
    Map<DataFile, Path> found = new LinkedHashMap<>();
    Map<String, DataFile> files = new LinkedHashMap<>();
    classes.forEach(
        (label, file) -> {
          DataFile data = new DataFile(file.path(), encoding, publicName, file.sha256());
          found.put(data, data.find(folders));
          files.put(label, data);
        });
    Map<Split, List<LabelledText>> parts = new EnumMap<>(Split.class);
    Map<String, Split> dealt = new HashMap<>();
    files.forEach(
        (label, file) -> {
          List<LabelledText> texts = texts(label, file.lines(found.get(file)));
          Set<String> fresh = new LinkedHashSet<>();
          texts.forEach(text -> fresh.add(text.text()));
          fresh.removeAll(dealt.keySet());
          dealt.putAll(split.deal(fresh, label));
          for (LabelledText text : texts) {
            parts.computeIfAbsent(dealt.get(text.text()), key -> new ArrayList<>()).add(text);
          }
        });
    return new Corpus<>(parts, List.copyOf(found.values()));
  }

  private static List<LabelledText> texts(String label, List<Line> lines) {
    List<LabelledText> texts = new ArrayList<>();
    for (Line line : Line.filled(lines)) {
      texts.add(new LabelledText(label, line.text(), line.place()));
    }
    return texts;
  }
}
