package dev.carousel.decode;

import dev.carousel.data.Logits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The search for one source. */
final class Beam {
  private static final Comparator<Step> LIKELIEST_FIRST =
      Comparator.comparingDouble(Step::logProbability).reversed();
  private static final Comparator<Hypothesis> BEST_FIRST =
      Comparator.comparingDouble(Hypothesis::score).reversed();

  private final BeamSearch search;
  private final int sourceLength;
  private final int end;
  private final List<Hypothesis> complete = new ArrayList<>();
  private List<Step> open = List.of(Step.empty());

  /**
   * Begins with the empty sequence.
   *
   * @param search how to search
   * @param sourceLength |X|
   * @param end the token that ends a sequence
   */
  Beam(BeamSearch search, int sourceLength, int end) {
    this.search = search;
    this.sourceLength = sourceLength;
    this.end = end;
  }

  /** What to go on with, a row each; none when the search is over. */
  List<Step> open() {
    return open;
  }

  /** The hypotheses, the best first. */
  List<Hypothesis> best() {
    return complete.stream().sorted(BEST_FIRST).limit(search.width()).toList();
  }

  /**
   * One step of the search.
   *
   * @param answers what the model says
   * @param firstRow where the rows of what is open begin
   * @return how many rows those are
   */
  int advance(Answers answers, int firstRow) {
    int rows = open.size();
    if (rows == 0) {
      return 0;
    }
    List<Step> candidates = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      extend(open.get(i), answers, firstRow + i, candidates);
    }
    candidates.sort(LIKELIEST_FIRST);
    boolean last = candidates.get(0).length() == search.greatestLength(sourceLength);
    List<Step> going = new ArrayList<>();
    for (int i = 0; i < candidates.size() && going.size() < search.width(); i++) {
      Step candidate = candidates.get(i);
      boolean ended = candidate.token() == end;
      if (!ended && !last) {
        going.add(candidate);
      } else if (i < search.width()) {
        complete.add(hypothesis(candidate, ended));
      }
    }
    open = decided(going) ? List.of() : going;
    return rows;
  }

  /** Adds every way to go on that can be among the likeliest, be it the end or not. */
  private void extend(Step step, Answers answers, int row, List<Step> candidates) {
    Logits logits = answers.logits(row);
    int[] tokens = logits.likeliest(Math.min(search.width(), logits.width()) + 1);
    double[] logProbabilities = logits.logProbabilities(tokens);
    float[] attention = answers.attention(row);
    for (int i = 0; i < tokens.length; i++) {
      if (logProbabilities[i] > Double.NEGATIVE_INFINITY) {
        double sum = step.logProbability() + logProbabilities[i];
        candidates.add(new Step(step, row, tokens[i], step.length() + 1, sum, attention));
      }
    }
  }

  /** Whether nothing that goes on from some beginnings, the likeliest first, can still be best. */
  private boolean decided(List<Step> going) {
    if (going.isEmpty() || complete.isEmpty()) {
      return going.isEmpty();
    }
    double best = complete.stream().mapToDouble(Hypothesis::score).max().orElseThrow();
    int greatest = search.greatestLength(sourceLength);
    return going.get(0).logProbability() / search.lengthPenalty(greatest) <= best;
  }

  private Hypothesis hypothesis(Step step, boolean ended) {
    int[] tokens = Arrays.copyOf(step.tokens(), step.length() - (ended ? 1 : 0));
    List<float[]> attention = step.attended();
    double score =
        step.logProbability() / search.lengthPenalty(step.length()) + coverage(attention);
    return new Hypothesis(tokens, ended, score, step.logProbability(), attention);
  }

  private double coverage(List<float[]> attention) {
    if (search.coveragePenalty() == 0) {
      return 0;
    }
    if (attention.isEmpty()) {
      throw new IllegalArgumentException(
          "coveragePenalty is %s, but the model does not attend to its source"
              .formatted(search.coveragePenalty()));
    }
    int attended = attention.get(0).length;
    if (attended < sourceLength) {
      throw new IllegalArgumentException(
          "a source of %d steps, but the model attends to %d".formatted(sourceLength, attended));
    }
    double logs = 0;
    for (int i = 0; i < sourceLength; i++) {
      double sum = 0;
      for (float[] row : attention) {
        sum += row[i];
      }
      logs += Math.log(Math.min(Math.max(sum, Float.MIN_VALUE), 1));
    }
    return search.coveragePenalty() * logs;
  }
}
