package dev.carousel.nlp.text.tagged;

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
import java.util.regex.Pattern;

/**
 * Three files, one a part, with one token a line, in columns with white space between them, and
 * empty lines between sentences, as in the shared tasks of CoNLL 2000 to 2003. In JSON,
 * "tagged-columns".
 *
 * @param train the training part's file, absolute or relative to a data folder
 * @param valid the validation part's file
 * @param test the test part's file
 * @param token the column of the token, from 1
 * @param tag the column of its tag, from 1; other columns are not looked at
 * @param encoding the files' character encoding, such as UTF-8
 * @param publicName the name under which the set is usually found, for whoever lacks it
 * @param sha256 the files' digests; a file with another one is refused
 */
public record TaggedColumns(
    String train,
    String valid,
    String test,
    int token,
    int tag,
    String encoding,
    Optional<String> publicName,
    Optional<Digests> sha256)
    implements TaggedSource {
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  /**
   * Checks the columns, the encoding and the digests' form.
   *
   * @throws IllegalArgumentException if a column is below 1 or both are one, there is no such
   *     encoding, or a digest is not 64 hexadecimal digits
   */
  public TaggedColumns {
    if (token < 1 || tag < 1 || token == tag) {
      throw new IllegalArgumentException(
          "token and tag must be two different columns, from 1; got %d and %d"
              .formatted(token, tag));
    }
    PartFiles.of(train, valid, test, encoding, publicName, sha256);
  }

  /** The files, with the token first and its tag second, in UTF-8. */
  TaggedColumns(String train, String valid, String test) {
    this(train, valid, test, 1, 2, DataFile.UTF_8, Optional.empty(), Optional.empty());
  }

  @Override
  public Corpus<TaggedSentence> read(DataFolders folders) {
    return PartFiles.of(train, valid, test, encoding, publicName, sha256)
        .read(folders, this::sentences);
  }

  private List<TaggedSentence> sentences(List<Line> lines) {
    List<TaggedSentence> sentences = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i <= lines.size(); i++) {
      boolean ends =
          i == lines.size() || SPACE.matcher(lines.get(i).text()).replaceAll("").isEmpty();
      if (!ends) {
        Line line = lines.get(i);
        String[] columns = SPACE.split(line.text());
        int needed = Math.max(token, tag);
        if (columns.length < needed || columns[0].isEmpty()) {
          throw line.place()
              .refusal(
                  columns[0].isEmpty()
                      ? "the line begins with white space; expected a token"
                      : "expected at least %d columns between white space, got %d"
                          .formatted(needed, columns.length));
        }
        tokens.add(columns[token - 1]);
        tags.add(columns[tag - 1]);
        places.add(line.place());
      } else if (!tokens.isEmpty()) {
        sentences.add(new TaggedSentence(tokens, tags, places));
        tokens.clear();
        tags.clear();
        places.clear();
      }
    }
    return sentences;
  }
}
