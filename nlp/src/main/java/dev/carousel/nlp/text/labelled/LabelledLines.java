package dev.carousel.nlp.text.labelled;

import dev.carousel.data.DataFolders;
import dev.carousel.data.Place;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.Digests;
import dev.carousel.nlp.text.Line;
import dev.carousel.nlp.text.PartFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three files, one a part, with one text a line: its label, a space or tab, the text. Empty lines
 * are left out. In JSON, "labelled-lines".
 *
 * @param train the training part's file, absolute or relative to a data folder
 * @param valid the validation part's file
 * @param test the test part's file
 * @param encoding the files' character encoding, such as UTF-8 or windows-1252
 * @param publicName the name under which the set is usually found, for whoever lacks it
 * @param sha256 the files' digests; a file with another one is refused
 */
public record LabelledLines(
    String train,
    String valid,
    String test,
    String encoding,
    Optional<String> publicName,
    Optional<Digests> sha256)
    implements LabelledSource {
  /** The files, with nothing known about them but that they are UTF-8. */
  LabelledLines(String train, String valid, String test) {
    this(train, valid, test, DataFile.UTF_8, Optional.empty(), Optional.empty());
  }

  /**
   * Checks the encoding and the digests' form.
   *
   * @throws IllegalArgumentException if there is no such encoding, or a digest is not 64
   *     hexadecimal digits
   */
  public LabelledLines {
    PartFiles.of(train, valid, test, encoding, publicName, sha256);
  }

  @Override
  public Corpus<LabelledText> read(DataFolders folders) {
    return PartFiles.of(train, valid, test, encoding, publicName, sha256)
        .read(folders, LabelledLines::texts);
  }

  private static List<LabelledText> texts(List<Line> lines) {
    List<LabelledText> texts = new ArrayList<>();
    for (Line line : Line.filled(lines)) {
      texts.add(text(line.text(), line.place()));
    }
    return texts;
  }

  private static LabelledText text(String line, Place place) {
    int end = 0;
    while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
      end++;
    }
    String label = line.substring(0, end);
    String text = line.substring(Math.min(line.length(), end + 1));
    if (label.isEmpty()) {
      throw place.refusal("the line begins with a space; expected a label, a space and a text");
    }
    if (text.isBlank()) {
      throw place.refusal("there is no text after the label '" + label + "'");
    }
    return new LabelledText(label, text, place);
  }
}
