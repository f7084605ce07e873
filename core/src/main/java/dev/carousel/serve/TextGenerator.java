package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.Sampling;
import dev.carousel.random.RandomStream;
import java.util.List;
import java.util.function.Consumer;

/** A service that also goes on with text. Equal prompts, settings and seeds give equal text. */
public interface TextGenerator extends Service {
  /**
   * Goes on with a text, piece by piece.
   *
   * @param prompt the text to go on with; may be empty
   * @param sampling how tokens are chosen
   * @param tokens how many tokens to make at most
   * @param random decides what is drawn; advanced
   * @param pieces takes each piece of text as soon as it is known to be whole; together they are
   *     what comes after the prompt
   * @throws IllegalArgumentException if {@code tokens} is negative
   * @throws InvalidDataException if the model cannot go on from this prompt
   */
  void generate(
      String prompt, Sampling sampling, int tokens, RandomStream random, Consumer<String> pieces);

  /**
   * A token that may come next.
   *
   * @param text the token, as it reads
   * @param probability what the model gives it
   */
  record Candidate(String text, double probability) {}

  /**
   * What is likely to come next.
   *
   * @param prompt the text so far; may be empty
   * @param count how many candidates
   * @return the likeliest first; fewer where there are not so many
   * @throws IllegalArgumentException if {@code count} is negative
   */
  List<Candidate> suggest(String prompt, int count);
}
