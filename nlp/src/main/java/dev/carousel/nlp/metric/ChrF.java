package dev.carousel.nlp.metric;

import java.util.List;
import java.util.Map;

/**
 * chrF2 of a corpus (Popović, chrF: character n-gram F-score for automatic MT evaluation, 2015), as
 * sacreBLEU computes it by default: for n = 1 to 6 the precision and the recall of n-grams of
 * characters, white space left out, are averaged, P and R, over those n of which both sides have
 * any.
 *
 * <pre>
 * chrF2 = 100 · (1 + 2²) P R / (2² P + R)
 * </pre>
 *
 * <p>Of several references each sentence counts with the one that alone gives it the best score,
 * the first of equals. A character is a Unicode code point.
 */
public final class ChrF {
  private static final int LONGEST = 6;
  private static final double RECALL_WEIGHT = 2 * 2;

  // Of each length of n-grams: how many the hypothesis has, how many the reference, how many both.
  private static final int FIGURES = 3;

  private ChrF() {}

  /**
   * Scores a corpus.
   *
   * @param hypotheses its translations, at least one
   * @param references for each of them one or more to compare it with
   * @return 0 to 100; 0 where the two sides have no n-grams of one length
   * @throws IllegalArgumentException if there is none, or a reference is missing
   */
  public static double score(List<String> hypotheses, List<List<String>> references) {
    Segments.require(hypotheses, references);
    long[] sums = new long[FIGURES * LONGEST];
    for (int i = 0; i < hypotheses.size(); i++) {
      long[] best = best(characters(hypotheses.get(i)), references.get(i));
      for (int k = 0; k < sums.length; k++) {
        sums[k] += best[k];
      }
    }
    return score(sums);
  }

  /**
   * How scores are computed, in sacreBLEU's form.
   *
   * @param references those of each sentence
   * @return the signature
   */
  public static String signature(List<List<String>> references) {
    return "nrefs:%s|case:mixed|eff:yes|nc:%d|nw:0|space:no|version:%s"
        .formatted(Segments.referenceCount(references), LONGEST, Bleu.VERSION);
  }

  private static List<String> characters(String text) {
    return String.join("", Segments.words(text))
        .codePoints()
        .mapToObj(Character::toString)
        .toList();
  }

  private static long[] best(List<String> hypothesis, List<String> references) {
    long[] best = null;
    for (String reference : references) {
      long[] counts = counts(hypothesis, characters(reference));
      if (best == null || score(counts) > score(best)) {
        best = counts;
      }
    }
    return best;
  }

  private static long[] counts(List<String> hypothesis, List<String> reference) {
    long[] counts = new long[FIGURES * LONGEST];
    for (int n = 1; n <= LONGEST; n++) {
      int of = FIGURES * (n - 1);
      Map<List<String>, Integer> ngrams = Segments.ngrams(reference, n);
      counts[of] = ngrams.isEmpty() ? 0 : Math.max(0, hypothesis.size() - n + 1);
      counts[of + 1] = Math.max(0, reference.size() - n + 1);
      counts[of + 2] = Segments.common(Segments.ngrams(hypothesis, n), ngrams);
    }
    return counts;
  }

  private static double score(long[] counts) {
    double precisions = 0;
    double recalls = 0;
    int lengths = 0;
    for (int of = 0; of < counts.length; of += FIGURES) {
      if (counts[of] > 0 && counts[of + 1] > 0) {
        precisions += (double) counts[of + 2] / counts[of];
        recalls += (double) counts[of + 2] / counts[of + 1];
        lengths++;
      }
    }
    if (precisions + recalls == 0) {
      return 0;
    }
    double p = precisions / lengths;
    double r = recalls / lengths;
    return 100 * (1 + RECALL_WEIGHT) * p * r / (RECALL_WEIGHT * p + r);
  }
}
