package dev.carousel.transcription;

import java.util.List;

/** What the errors of a text are counted in. Texts are compared as they are, case and all. */
public enum Unit {
  /** Stretches without white space. */
  WORDS(" ") {
    @Override
    public List<String> of(String text) {
      String stripped = text.strip();
      return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
    }
  },
  /** Code points, white space included. */
  CHARACTERS("") {
    @Override
    public List<String> of(String text) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
  };

  private final String between;

  Unit(String between) {
    this.between = between;
  }

  /**
   * The units of a text.
   *
   * @param text the text
   * @return its units in order
   */
  public abstract List<String> of(String text);

  /**
   * The text of some units.
   *
   * @param units in order
   * @return the text, with one space between words
   */
  public String joined(List<String> units) {
    return String.join(between, units);
  }
}
