package dev.carousel.nlp.token;

/** Text that can be written in UTF-8, which is what every codec takes a text for. */
final class UnicodeText {
  private UnicodeText() {}

  /** The text with U+FFFD in the place of each lone surrogate; every place in it stays. */
  static String of(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          i++;
        } else {
          changed = changed == null ? new StringBuilder(text) : changed;
          changed.setCharAt(i, '\ufffd');
        }
      }
    }
    return changed == null ? text : changed.toString();
  }
}
