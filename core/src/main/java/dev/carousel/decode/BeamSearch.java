package dev.carousel.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looking for the sequence Y with the greatest score by going on, at every step, with the {@code
 * width} likeliest beginnings of each source X. The score is that of Wu et al., Google's Neural
 * Machine Translation System, 2016, equation 14:
 *
 * <pre>
 * s(Y, X) = log P(Y | X) / lp(Y) + cp(X; Y)
 * lp(Y) = (5 + |Y|)^α / (5 + 1)^α
 * cp(X; Y) = β Σ_i log min(Σ_j p_ij, 1)
 * </pre>
 *
 * <p>|Y| counts tokens and the end, if there is one; p_ij is the attention to step i of the source
 * when token j, or the end, was given. A Σ_j p_ij that is 0 in floats counts as the smallest float.
 *
 * <p>Beginnings are compared by log P alone. Of the {@code width} likeliest ways to go on those
 * that end are complete and are kept aside; the {@code width} likeliest that do not end are gone on
 * with. At the greatest length a beginning is complete as it stands, without an end; so each
 * possible sequence is either ended or cut, and their probabilities add up to 1. Whatever ties is
 * in the order of what it goes on from, then of the token ids.
 *
 * <p>A source is done when nothing that is not yet complete can have a greater score than the best
 * that is: log P only falls, lp is never above that of the greatest length L, and cp is never above
 * 0, so what goes on from a beginning B scores at most log P(B | X) / lp(L). Stopping therefore
 * never changes the best hypothesis; the others are those that were complete by then. With a width
 * of 1 and without penalties the search is greedy. It is exact if the width is that of the whole
 * tree.
 *
 * @param width how many beginnings of each source are gone on with, at least 1
 * @param maxLength the greatest length, |Y|, whatever the source; at least 0
 * @param maxLengthPerSourceToken how much the greatest length grows with each token of the source,
 *     at least 0; it is ⌊maxLength + maxLengthPerSourceToken · |X|⌋ or, if that is 0, 1
 * @param lengthPenalty α, at least 0; 0 leaves log P as it is, which prefers short sequences
 * @param coveragePenalty β, at least 0; above 0 the model must attend
 */
public record BeamSearch(
    int width,
    int maxLength,
    double maxLengthPerSourceToken,
    double lengthPenalty,
    double coveragePenalty) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public BeamSearch {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, got " + width);
    }
    if (maxLength < 0) {
      throw new IllegalArgumentException("maxLength must be at least 0, got " + maxLength);
    }
    requireNumber("maxLengthPerSourceToken", maxLengthPerSourceToken);
    if (maxLength == 0 && maxLengthPerSourceToken == 0) {
      throw new IllegalArgumentException(
          "maxLength must be at least 1 where maxLengthPerSourceToken is 0");
    }
    requireNumber("lengthPenalty", lengthPenalty);
    requireNumber("coveragePenalty", coveragePenalty);
  }

  private static void requireNumber(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be a number of at least 0, got " + value);
    }
  }

  /**
   * The likeliest token at every step.
   *
   * @param maxLength the greatest length, at least 1
   * @return a search of width 1 without penalties
   */
  public static BeamSearch greedy(int maxLength) {
    return new BeamSearch(1, maxLength, 0, 0, 0);
  }

  /**
   * Searches for several sources at once; what is found for one does not depend on the others.
   *
   * @param model at the beginning of as many sequences as there are sources; used up
   * @param sourceLengths |X| of each source, each at least 1
   * @param begin the token that every sequence begins with
   * @param end the token that ends a sequence
   * @return for each source 1 to {@code width} hypotheses, the best first
   * @throws IllegalArgumentException if sizes disagree, a coverage penalty is asked of a model that
   *     does not attend, or a logit is NaN or +∞
   */
  public List<List<Hypothesis>> search(NextTokens model, int[] sourceLengths, int begin, int end) {
    if (model.rows() != sourceLengths.length) {
      throw new IllegalArgumentException(
          "a model of %d sequences for %d sources".formatted(model.rows(), sourceLengths.length));
    }
    List<Beam> beams = new ArrayList<>();
    for (int length : sourceLengths) {
      beams.add(new Beam(this, length, end));
    }
    int[] tokens = new int[beams.size()];
    Arrays.fill(tokens, begin);
    while (tokens.length > 0) {
      Answers answers = new Answers(tokens.length, model.read(tokens), model.attention());
      int row = 0;
      for (Beam beam : beams) {
        row += beam.advance(answers, row);
      }
      List<Step> open = beams.stream().flatMap(beam -> beam.open().stream()).toList();
      tokens = open.stream().mapToInt(Step::token).toArray();
      if (tokens.length > 0) {
        model.select(open.stream().mapToInt(Step::row).toArray());
      }
    }
    return beams.stream().map(Beam::best).toList();
  }

  /** lp of a length. */
  double lengthPenalty(int length) {
    return Math.pow((5.0 + length) / (5.0 + 1), lengthPenalty);
  }

  /** The greatest length for a source. */
  int greatestLength(int sourceLength) {
    double greatest = Math.floor(maxLength + maxLengthPerSourceToken * sourceLength);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, greatest));
  }
}
