package dev.carousel.nlp.metric;

import java.util.List;
import java.util.regex.Pattern;

/** How text is cut into words before BLEU compares them. */
public enum BleuTokenization {
  /**
   * That of the script mteval-v13a of the US National Institute of Standards and Technology, for
   * Western languages: ASCII marks stand alone, but for apostrophes, for full stops and commas
   * between digits, and for hyphens that no digit goes before.
   */
  MTEVAL_13A("13a") {
    @Override
    List<String> words(String text) {
      String line = text.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
      line = line.replace("&quot;", "\"").replace("&amp;", "&");
      line = " " + line.replace("&lt;", "<").replace("&gt;", ">") + " ";
      line = MARK.matcher(line).replaceAll(" $0 ");
      line = STOP_AFTER_OTHER.matcher(line).replaceAll("$1 $2 ");
      line = STOP_BEFORE_OTHER.matcher(line).replaceAll(" $1 $2");
      line = HYPHEN_AFTER_DIGIT.matcher(line).replaceAll("$1 - ");
      return Segments.words(line);
    }
  },

  /** Words are what white space separates. */
  NONE("none") {
    @Override
    List<String> words(String text) {
      return Segments.words(text);
    }
  };

  // All printable ASCII characters but letters, digits and ' , - .
  private static final Pattern MARK = Pattern.compile("[ !-&(-+/:-@\\[-`{-~]");
  private static final Pattern STOP_AFTER_OTHER = Pattern.compile("([^0-9])([.,])");
  private static final Pattern STOP_BEFORE_OTHER = Pattern.compile("([.,])([^0-9])");
  private static final Pattern HYPHEN_AFTER_DIGIT = Pattern.compile("([0-9])-");

  private final String mark;

  BleuTokenization(String mark) {
    this.mark = mark;
  }

  /**
   * What signatures call it.
   *
   * @return such as "13a"
   */
  public String mark() {
    return mark;
  }

  /**
   * Cuts a text.
   *
   * @param text any text
   * @return its words in order
   */
  abstract List<String> words(String text);
}
