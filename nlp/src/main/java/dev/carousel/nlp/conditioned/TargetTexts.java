package dev.carousel.nlp.conditioned;

import dev.carousel.nlp.token.TextCodec;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.List;

/**
 * Texts to be told, as tokens. Every sequence begins with {@value #BEGIN} and ends with {@value
 * #END}, which are special tokens of the vocabulary.
 *
 * @param codec encodes them; has learnt {@link #SPECIAL}
 */
public record TargetTexts(TextCodec codec) {
  /** The token that every sequence begins with. */
  public static final String BEGIN = "<bos>";

  /** The token that every sequence ends with. */
  public static final String END = "<eos>";

  /** What a tokenizer has to learn beside the texts. */
  public static final List<String> SPECIAL = List.of(BEGIN, END);

  /**
   * The token that every sequence begins with.
   *
   * @return the id of {@value #BEGIN}
   */
  public int begin() {
    return codec.vocabulary().id(BEGIN);
  }

  /**
   * The token that every sequence ends with.
   *
   * @return the id of {@value #END}
   */
  public int end() {
    return codec.vocabulary().id(END);
  }

  /**
   * The tokens of a text, without those that begin and end it, wherever the text has them or the
   * tokenizer makes them of line ends.
   *
   * @param text any text
   * @return ids, possibly none
   */
  public int[] encode(String text) {
    return withoutSpecial(codec.encode(text));
  }

  /**
   * The text of some tokens.
   *
   * @param ids those that begin and end a sequence are left out
   * @return the text
   */
  public String decode(int[] ids) {
    return codec.decode(withoutSpecial(ids));
  }

  private int[] withoutSpecial(int[] ids) {
    int begin = begin();
    int end = end();
    return Arrays.stream(ids).filter(id -> id != begin && id != end).toArray();
  }

  /**
   * What models get and give that tell such texts.
   *
   * @param source what they tell of
   * @param target the tokens of this vocabulary
   * @param attention whether it has to be known which steps of the source a model attends to
   * @return the signature
   */
  public static Signature signature(
      Signature.Input source, Signature.Tokens target, boolean attention) {
    return new Signature(
        new Signature.Conditioned(source, target, attention), target.size(), true, true);
  }
}
