package dev.carousel.nlp.token;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any other tokenizer, on text that is normalised first: by one of Unicode's normalisation forms
 * (UAX #15), then to lower case. Decoding gives normalised text. Tokens keep their places in the
 * text as it was given. Lower case is that of each character by itself, in no particular language:
 * 'Σ' becomes 'σ' at a word's end, too. The tables are those of the ICU version, the same on every
 * Java version.
 *
 * @param form the normalisation form; empty (null in JSON) for none
 * @param lowercase whether letters become lower case
 * @param tokenizer cuts the normalised text
 */
public record Normalized(Optional<Form> form, boolean lowercase, Tokenizer tokenizer)
    implements Tokenizer {
  /** Unicode's normalisation forms. */
  public enum Form {
    /** Canonical decomposition, then canonical composition. */
    NFC,
    /** Canonical decomposition. */
    NFD,
    /** Compatibility decomposition, then canonical composition. */
    NFKC,
    /** Compatibility decomposition. */
    NFKD
  }

  /**
   * Checks that something is normalised, once.
   *
   * @throws IllegalArgumentException if there is neither a form nor lower case, or the other
   *     tokenizer normalises, too
   */
  public Normalized {
    if (form.isEmpty() && !lowercase) {
      throw new IllegalArgumentException(
          "normalized changes nothing; give a form, or lowercase true, or the tokenizer alone");
    }
    if (tokenizer instanceof Normalized) {
      throw new IllegalArgumentException(
          "normalized stands within normalized; give form and lowercase in one");
    }
  }

  @Override
  public TextCodec learn(Stream<String> training, List<String> special, VocabularyLimits limits) {
    Normalization normalization = new Normalization(form, lowercase);
    return NormalizedCodec.around(
        normalization, tokenizer.learn(training.map(normalization::apply), special, limits));
  }

  /** {@inheritDoc} Characters are those of the normalised text. */
  @Override
  public boolean oneTokenPerCharacter() {
    return tokenizer.oneTokenPerCharacter();
  }
}
