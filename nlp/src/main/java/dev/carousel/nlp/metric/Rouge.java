package dev.carousel.nlp.metric;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L of a summary (Lin, ROUGE: A Package for Automatic Evaluation of
 * Summaries, 2004), with the tokens of the package rouge-score: text is lower-cased, and a token is
 * a run of the letters a to z and the digits 0 to 9, so a letter with an accent separates tokens.
 *
 * <p>ROUGE-n compares n-grams, each common one counted as often as on the side that has it less
 * often; ROUGE-L is of the longest common subsequence of the two texts as a whole, whatever their
 * sentences. Precision is the common part of what the hypothesis has, recall that of what the
 * reference has, F1 their harmonic mean; where one side has nothing all three are 0.
 *
 * @param stemming whether tokens of more than three characters are stemmed, see {@link
 *     PorterStemmer}
 */
public record Rouge(boolean stemming) {
  private static final Pattern SEPARATOR = Pattern.compile("[^a-z0-9]+");
  private static final int SHORTEST_STEMMED = 4;

  /**
   * How well a hypothesis and a reference agree.
   *
   * @param precision 0 to 1
   * @param recall 0 to 1
   * @param f1 0 to 1
   */
  public record Agreement(double precision, double recall, double f1) {
    private static Agreement of(int common, int hypothesis, int reference) {
      if (common == 0) {
        return new Agreement(0, 0, 0);
      }
      return new Agreement(
          (double) common / hypothesis,
          (double) common / reference,
          2.0 * common / (hypothesis + reference));
    }
  }

  /**
   * The figures of one summary.
   *
   * @param rouge1 of words
   * @param rouge2 of pairs of words
   * @param rougeL of the longest common subsequence
   */
  public record Scores(Agreement rouge1, Agreement rouge2, Agreement rougeL) {}

  /**
   * Scores a summary.
   *
   * @param hypothesis the summary
   * @param reference what it is compared with
   * @return its figures
   */
  public Scores score(String hypothesis, String reference) {
    return score(tokens(hypothesis), tokens(reference));
  }

  /**
   * Scores a summary that has several references, as the evaluation of SciTLDR does (Cachola, Lo,
   * Cohan and Weld, TLDR: Extreme Summarization of Scientific Documents, 2020).
   *
   * @param hypothesis the summary
   * @param references at least one
   * @return all figures by the reference that gives the best F1 of ROUGE-1, the first of equals
   * @throws IllegalArgumentException if there is no reference
   */
  public Scores best(String hypothesis, List<String> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("a summary needs at least one reference");
    }
    List<String> tokens = tokens(hypothesis);
    Scores best = null;
    for (String reference : references) {
      Scores scores = score(tokens, tokens(reference));
      if (best == null || scores.rouge1().f1() > best.rouge1().f1()) {
        best = scores;
      }
    }
    return best;
  }

  private static Scores score(List<String> hypothesis, List<String> reference) {
    return new Scores(
        ngrams(hypothesis, reference, 1),
        ngrams(hypothesis, reference, 2),
        Agreement.of(
            longestCommonSubsequence(hypothesis, reference), hypothesis.size(), reference.size()));
  }

  private List<String> tokens(String text) {
    return SEPARATOR
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(token -> !token.isEmpty())
        .map(
            token ->
                stemming && token.length() >= SHORTEST_STEMMED ? PorterStemmer.stem(token) : token)
        .toList();
  }

  private static Agreement ngrams(List<String> hypothesis, List<String> reference, int n) {
    Map<List<String>, Integer> counts = Segments.ngrams(reference, n);
    return Agreement.of(
        Segments.common(Segments.ngrams(hypothesis, n), counts),
        Math.max(0, hypothesis.size() - n + 1),
        Math.max(0, reference.size() - n + 1));
  }

  /** Its length; lengths[j] is that of the tokens so far and the first j of the others. */
  private static int longestCommonSubsequence(List<String> some, List<String> others) {
    int[] lengths = new int[others.size() + 1];
    for (String token : some) {
      int diagonal = 0;
      for (int j = 1; j < lengths.length; j++) {
        int above = lengths[j];
        lengths[j] =
            token.equals(others.get(j - 1)) ? diagonal + 1 : Math.max(above, lengths[j - 1]);
        diagonal = above;
      }
    }
    return lengths[lengths.length - 1];
  }
}
