package dev.carousel.nlp.text.labelled;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.Digests;
import dev.carousel.nlp.text.JsonLine;
import dev.carousel.nlp.text.Line;
import dev.carousel.nlp.text.PartFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three files of UTF-8, one a part, with one JSON object a line, of which two keys are looked at.
 * Empty lines are left out. In JSON, "labelled-json-lines".
 *
 * @param train the training part's file, absolute or relative to a data folder
 * @param valid the validation part's file
 * @param test the test part's file
 * @param text the key of the text
 * @param label the key of the label, which may be a text, a number, true or false
 * @param publicName the name under which the set is usually found, for whoever lacks it
 * @param sha256 the files' digests; a file with another one is refused
 */
public record LabelledJsonLines(
    String train,
    String valid,
    String test,
    String text,
    String label,
    Optional<String> publicName,
    Optional<Digests> sha256)
    implements LabelledSource {
  /**
   * Checks the digests' form.
   *
   * @throws IllegalArgumentException if one is not 64 hexadecimal digits
   */
  public LabelledJsonLines {
    PartFiles.of(train, valid, test, DataFile.UTF_8, publicName, sha256);
  }

  @Override
  public Corpus<LabelledText> read(DataFolders folders) {
    return PartFiles.of(train, valid, test, DataFile.UTF_8, publicName, sha256)
        .read(folders, this::texts);
  }

  private List<LabelledText> texts(List<Line> lines) {
    List<LabelledText> texts = new ArrayList<>();
    for (Line line : Line.filled(lines)) {
      JsonLine json = JsonLine.of(line);
      String content = json.text(text);
      if (content.isBlank()) {
        throw line.place().refusal("the text under '" + text + "' is empty");
      }
      texts.add(new LabelledText(json.text(label), content, line.place()));
    }
    return texts;
  }
}
