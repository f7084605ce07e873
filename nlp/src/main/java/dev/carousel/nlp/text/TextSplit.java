package dev.carousel.nlp.text;

import dev.carousel.data.InvalidDataException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;

/**
 * How one text is cut: training part, then validation part, then test part, without gaps. A size
 * below 1 is a fraction of the text's characters, rounded to the nearest whole one; from 1 it is a
 * number of characters. A character is a Unicode code point. The training part is what remains.
 *
 * @param valid the size of the validation part, above 0
 * @param test the size of the test part; 0 for texts that are usually cut in two: then the
 *     validation part is the test part, too, which is logged, since the weights that are tested are
 *     then the best of all epochs on the very part that they are tested on
 */
public record TextSplit(double valid, double test) {
  private static final Logger LOG = System.getLogger(TextSplit.class.getName());

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 0 or {@code valid} is 0, a number of
   *     characters is not whole, or fractions leave nothing
   */
  public TextSplit {
    requireSize("valid", valid);
    if (test != 0) {
      requireSize("test", test);
    }
    if (valid < 1 && test < 1 && valid + test >= 1) {
      throw new IllegalArgumentException(
          "valid " + valid + " and test " + test + " leave nothing to train on");
    }
  }

  private static void requireSize(String name, double size) {
    if (!(size > 0) || Double.isInfinite(size) || size >= 1 && size != Math.rint(size)) {
      throw new IllegalArgumentException(
          name
              + " must be a fraction between 0 and 1 or a whole number of characters, got "
              + size);
    }
  }

  /**
   * Cuts a text.
   *
   * @param text what to cut
   * @param name what errors call it
   * @param files the files it was read from
   * @return the parts, which, if all three have a size, together are the text
   * @throws InvalidDataException if a part would be empty
   */
  Texts cut(String text, String name, List<Path> files) {
    int characters = text.codePointCount(0, text.length());
    double validCharacters = charactersOf(valid, characters);
    double testCharacters = charactersOf(test, characters);
    double trainCharacters = characters - validCharacters - testCharacters;
    if (trainCharacters < 1 || validCharacters < 1 || test != 0 && testCharacters < 1) {
      throw new InvalidDataException(
          ("%s has %d characters, too few for a split into valid %s and test %s with something "
                  + "left to train on")
              .formatted(name, characters, number(valid), number(test)));
    }
    int validStart = text.offsetByCodePoints(0, (int) trainCharacters);
    int testStart = text.offsetByCodePoints(validStart, (int) validCharacters);
    String validText = text.substring(validStart, testStart);
    String testText = test == 0 ? validText : text.substring(testStart);
    if (test == 0) {
      LOG.log(
          Level.INFO,
          "{0} has no test part: what is called test is the validation part, on which the best"
              + " epoch is chosen",
          name);
    }
    return new Texts(text.substring(0, validStart), validText, testText, files);
  }

  private static double charactersOf(double size, int characters) {
    return size < 1 ? Math.rint(size * characters) : size;
  }

  private static String number(double size) {
    return size < 1 ? Double.toString(size) : "%.0f".formatted(size);
  }
}
