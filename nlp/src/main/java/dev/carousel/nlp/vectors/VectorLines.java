package dev.carousel.nlp.vectors;

import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.LeftOut;
import dev.carousel.nlp.text.Line;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.train.TokenVectors;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the vectors of a vocabulary's tokens out of the lines of a file. */
final class VectorLines implements Consumer<Line> {
  private static final Pattern HEADER = Pattern.compile("(\\d{1,18}) (\\d{1,9})");

  private final String path;
  private final Vocabulary vocabulary;
  private final Map<Integer, float[]> byId = new HashMap<>();
  private final LeftOut repeated = new LeftOut("vectors of words that had one before");
  private OptionalLong announced = OptionalLong.empty();
  private int width;
  private long words;

  VectorLines(String path, Vocabulary vocabulary) {
    this.path = path;
    this.vocabulary = vocabulary;
  }

  @Override
  public void accept(Line line) {
    String text = line.text().stripTrailing();
    if (width == 0) {
      Matcher header = HEADER.matcher(text);
      if (header.matches()) {
        announced = OptionalLong.of(Long.parseLong(header.group(1)));
        width = Integer.parseInt(header.group(2));
        if (width == 0) {
          throw new InvalidDataException(line.place() + ": vectors need at least one number");
        }
        return;
      }
      width = (int) text.chars().filter(character -> character == ' ').count();
    }
    words++;
    take(line, text);
  }

  /** A word may hold spaces itself, as some of GloVe's do, so numbers are counted from the end. */
  private void take(Line line, String text) {
    int end = text.length();
    for (int number = 0; number < width && end > 0; number++) {
      end = text.lastIndexOf(' ', end - 1);
    }
    if (end <= 0 || width == 0) {
      throw new InvalidDataException(
          "%s: a word and %s are expected, with a space before each; got '%s'"
              .formatted(
                  line.place(),
                  width == 0 ? "its numbers" : width == 1 ? "a number" : width + " numbers",
                  text.length() <= 40 ? text : text.substring(0, 40) + "…"));
    }
    String word = text.substring(0, end);
    if (!vocabulary.contains(word)) {
      return;
    }
    float[] vector = new float[width];
    int start = end + 1;
    for (int i = 0; i < width; i++) {
      int next = text.indexOf(' ', start);
      vector[i] = number(line, word, text.substring(start, next < 0 ? text.length() : next));
      start = next + 1;
    }
    if (byId.putIfAbsent(vocabulary.id(word), vector) != null) {
      repeated.add(line.place());
    }
  }

  private static float number(Line line, String word, String text) {
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new InvalidDataException(
          "%s: '%s' in the vector of '%s' is not a number".formatted(line.place(), text, word), e);
    }
    if (!Float.isFinite(value)) {
      throw new InvalidDataException(
          "%s: '%s' in the vector of '%s' is not a finite number"
              .formatted(line.place(), text, word));
    }
    return value;
  }

  /** What was taken, after the last line. */
  TokenVectors vectors(Path file) {
    if (announced.isPresent() && announced.getAsLong() != words) {
      throw new InvalidDataException(
          "%s has %d words, but its first line says %d; is it whole?"
              .formatted(path, words, announced.getAsLong()));
    }
    if (byId.isEmpty()) {
      throw new InvalidDataException(
          "none of the %d tokens of the vocabulary has a vector in '%s'; are its words cut in the"
                  .formatted(vocabulary.size(), path)
              + " same way, and are their capitals the same?");
    }
    repeated.log();
    return new TokenVectors(file, width, byId);
  }
}
