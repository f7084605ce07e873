package dev.carousel.nlp.token;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Text that is hard on tokenizers: words, marks, every kind of space and line end, emojis,
 * right-to-left scripts, any code point.
 */
public final class AnyText extends DomainContextBase {
  private static final String[] PIECES = {
    "word",
    "don't",
    "it’s",
    "snake_case",
    "3.14",
    "'",
    "’",
    "--",
    "\"",
    "<unk>",
    "<eos>",
    "",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\f",
    "\u000b",
    "\u0085",
    "\u00a0",
    "\u2003",
    "\u2028",
    "\u3000",
    "\u200b",
    "\ufeff",
    "\u0000",
    "e\u0301",
    "é",
    "\ud83d\ude00",
    "\ud83d\udc69\u200d\ud83d\udcbb",
    "\ud83c\udde9\ud83c\uddea",
    "שלום",
    "مرحبا",
    "\u200f",
    "日本語",
    "ไทย",
    "नमस्ते",
    "می\u200cخواهم",
    "\ud835\udd4f",
    "\ud800",
    "\udfff"
  };

  /** Such text. */
  @Provide
  Arbitrary<String> text() {
    Arbitrary<String> piece = Arbitraries.of(PIECES);
    Arbitrary<String> codePoint =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .map(character -> Character.toString(character));
    return Arbitraries.frequencyOf(Tuple.of(4, piece), Tuple.of(1, codePoint))
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }
}
