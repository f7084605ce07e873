package dev.carousel.nlp.text.document;

import dev.carousel.data.DataFolders;
import dev.carousel.data.Place;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.Digests;
import dev.carousel.nlp.text.JsonLine;
import dev.carousel.nlp.text.LeftOut;
import dev.carousel.nlp.text.Line;
import dev.carousel.nlp.text.PartFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three files of UTF-8, one a part, with one JSON object a line, of which two keys are looked at: a
 * document's sentences, and summaries of it. Empty sentences, summaries and lines are left out. In
 * JSON, "summary-json-lines".
 *
 * @param train the training part's file, absolute or relative to a data folder
 * @param valid the validation part's file
 * @param test the test part's file
 * @param source the key of the list of sentences
 * @param target the key of the list of summaries, or of the only one
 * @param publicName the name under which the set is usually found, for whoever lacks it
 * @param sha256 the files' digests; a file with another one is refused
 */
public record SummaryJsonLines(
    String train,
    String valid,
    String test,
    String source,
    String target,
    Optional<String> publicName,
    Optional<Digests> sha256)
    implements DocumentSource {
  /**
   * Checks the digests' form.
   *
   * @throws IllegalArgumentException if one is not 64 hexadecimal digits
   */
  public SummaryJsonLines {
    PartFiles.of(train, valid, test, DataFile.UTF_8, publicName, sha256);
  }

  @Override
  public Corpus<Document> read(DataFolders folders) {
    return PartFiles.of(train, valid, test, DataFile.UTF_8, publicName, sha256)
        .read(folders, this::documents);
  }

  private List<Document> documents(List<Line> lines) {
    LeftOut empty = new LeftOut("empty lines, sentences and summaries");
    List<Document> documents = new ArrayList<>();
    for (Line line : lines) {
      if (line.text().isBlank()) {
        empty.add(line.place());
        continue;
      }
      JsonLine json = JsonLine.of(line);
      documents.add(
          new Document(
              texts(json, source, "sentences", empty), texts(json, target, "summaries", empty)));
    }
    empty.log();
    return documents;
  }

  private static List<String> texts(JsonLine json, String key, String what, LeftOut empty) {
    Place place = json.place();
    List<String> texts = new ArrayList<>();
    for (String text : json.texts(key)) {
      if (text.isBlank()) {
        empty.add(place);
      } else {
        texts.add(text);
      }
    }
    if (texts.isEmpty()) {
      throw place.refusal("there are no " + what + " under '" + key + "'");
    }
    return texts;
  }
}
