package dev.carousel.interop.onnx.format;

/** Text of a stranger's file in a message: not too long, and nothing that moves a cursor. */
public final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /**
   * The text between quotation marks.
   *
   * @param text any text
   * @return its first 60 characters; those that do not show are written as numbers
   */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              if (shows(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append("\\u{%x}".formatted(c));
              }
            });
    return quoted.append(text.codePointCount(0, text.length()) > LONGEST ? "…'" : "'").toString();
  }

  private static boolean shows(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
