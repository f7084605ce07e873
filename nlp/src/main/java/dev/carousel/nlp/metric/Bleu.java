package dev.carousel.nlp.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * BLEU of a corpus (Papineni, Roukos, Ward and Zhu, BLEU: a Method for Automatic Evaluation of
 * Machine Translation, 2002), as sacreBLEU computes it by default (Post, A Call for Clarity in
 * Reporting BLEU Scores, 2018):
 *
 * <pre>
 * BLEU = 100 · min(1, e^(1 - r/h)) · (p_1 p_2 p_3 p_4)^(1/4)
 * </pre>
 *
 * <p>p_n is the part of the hypotheses' n-grams that their references have too, each counted at
 * most as often as in the reference that has it most often; h is the number of words of the
 * hypotheses, r that of the references, of each sentence the one whose length is closest, the
 * shorter of two. A p_n of 0 becomes 1/(2^k t_n), t_n being the number of the hypotheses' n-grams
 * and k counting such n (smoothing "exp"). Where there is no common word, or no n-gram of some
 * length at all, BLEU is 0.
 *
 * @param tokenization how text is cut into words
 * @param lowercase whether case is ignored
 */
public record Bleu(BleuTokenization tokenization, boolean lowercase) {
  /** Mixed case, cut as mteval-v13a does. */
  public static final Bleu DEFAULT = new Bleu(BleuTokenization.MTEVAL_13A, false);

  // sacreBLEU names its own version there. This one did not compute the score, so its place says
  // what did, and which version the stored cases are of that this agrees with.
  static final String VERSION = "carousel-as-2.6.0";

  private static final int LONGEST = 4;

  /**
   * A score and what it is made of.
   *
   * @param bleu 0 to 100
   * @param precisions p_1 to p_4 in percent, smoothed
   * @param brevityPenalty the factor for hypotheses that are too short, 0 to 1
   * @param hypothesisLength h, in words
   * @param referenceLength r, in words
   * @param signature how it was computed, in sacreBLEU's form
   */
  public record Score(
      double bleu,
      List<Double> precisions,
      double brevityPenalty,
      int hypothesisLength,
      int referenceLength,
      String signature) {
    /** Copies the list. */
    public Score {
      precisions = List.copyOf(precisions);
    }
  }

  /** What is added up over sentences; n - 1 is the index of what is about n-grams. */
  private static final class Counts {
    private final long[] common = new long[LONGEST];
    private final long[] total = new long[LONGEST];
    private int hypothesis;
    private int reference;
  }

  /**
   * Scores a corpus.
   *
   * @param hypotheses its translations, at least one
   * @param references for each of them one or more to compare it with
   * @return the score
   * @throws IllegalArgumentException if there is none, or a reference is missing
   */
  public Score score(List<String> hypotheses, List<List<String>> references) {
    Segments.require(hypotheses, references);
    Counts counts = new Counts();
    for (int i = 0; i < hypotheses.size(); i++) {
      List<List<String>> words = references.get(i).stream().map(this::words).toList();
      count(words(hypotheses.get(i)), words, counts);
    }
    double brevityPenalty = brevityPenalty(counts.hypothesis, counts.reference);
    double[] precisions = precisions(counts);
    double logs = Arrays.stream(precisions).map(p -> Math.log(p / 100)).sum();
    return new Score(
        100 * brevityPenalty * Math.exp(logs / LONGEST),
        Arrays.stream(precisions).boxed().toList(),
        brevityPenalty,
        counts.hypothesis,
        counts.reference,
        signature(references));
  }

  private List<String> words(String text) {
    String cased = lowercase ? text.toLowerCase(Locale.ROOT) : text;
    return tokenization.words(Segments.stripEnd(cased));
  }

  private static void count(List<String> hypothesis, List<List<String>> references, Counts counts) {
    for (int n = 1; n <= LONGEST; n++) {
      Map<List<String>, Integer> most = new HashMap<>();
      for (List<String> reference : references) {
        Segments.ngrams(reference, n)
            .forEach((ngram, count) -> most.merge(ngram, count, Math::max));
      }
      counts.common[n - 1] += Segments.common(Segments.ngrams(hypothesis, n), most);
      counts.total[n - 1] += Math.max(0, hypothesis.size() - n + 1);
    }
    counts.hypothesis += hypothesis.size();
    counts.reference +=
        references.stream()
            .map(List::size)
            .min(
                Comparator.<Integer>comparingInt(length -> Math.abs(length - hypothesis.size()))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
  }

  private static double brevityPenalty(int hypothesis, int reference) {
    if (hypothesis >= reference) {
      return 1;
    }
    return hypothesis == 0 ? 0 : Math.exp(1 - (double) reference / hypothesis);
  }

  /** In percent; 0 where nothing is in common or there are no n-grams. */
  private static double[] precisions(Counts counts) {
    double[] precisions = new double[LONGEST];
    if (IntStream.range(0, LONGEST).allMatch(n -> counts.common[n] == 0)) {
      return precisions;
    }
    double smoothing = 1;
    for (int n = 0; n < LONGEST && counts.total[n] > 0; n++) {
      if (counts.common[n] == 0) {
        smoothing *= 2;
        precisions[n] = 100 / (smoothing * counts.total[n]);
      } else {
        precisions[n] = 100.0 * counts.common[n] / counts.total[n];
      }
    }
    return precisions;
  }

  private String signature(List<List<String>> references) {
    return "nrefs:%s|case:%s|eff:no|tok:%s|smooth:exp|version:%s"
        .formatted(
            Segments.referenceCount(references),
            lowercase ? "lc" : "mixed",
            tokenization.mark(),
            VERSION);
  }
}
