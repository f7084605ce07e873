package dev.carousel.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Logits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BeamSearchTest {
  private static final int BEGIN = 0;
  private static final int END = 1;

  // Sums of at most ten doubles of size 1 to 10, in another order.
  private static final double ROUNDING = 1e-12;

  /** A sequence with its probability, found by another way. */
  private record Sequence(List<Integer> tokens, boolean ended, double logProbability) {
    int length() {
      return tokens.size() + (ended ? 1 : 0);
    }

    double score(BeamSearch search, int source, int sourceLength) {
      double lengthPenalty =
          Math.pow(5 + length(), search.lengthPenalty()) / Math.pow(6, search.lengthPenalty());
      double coverage = 0;
      for (int i = 0; i < sourceLength; i++) {
        double sum = 0;
        for (int j = 0; j < length(); j++) {
          sum += TreeModel.attention(source, sourceLength, read(tokens.subList(0, j)))[i];
        }
        coverage += Math.log(Math.min(sum, 1));
      }
      return logProbability / lengthPenalty + search.coveragePenalty() * coverage;
    }
  }

  private static List<Integer> read(List<Integer> tokens) {
    List<Integer> history = new ArrayList<>(List.of(BEGIN));
    history.addAll(tokens);
    return history;
  }

  private static double[] logProbabilities(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    double[] logProbabilities = new double[logits.length];
    for (int k = 0; k < logits.length; k++) {
      logProbabilities[k] = logits[k] - Math.log(sum);
    }
    return logProbabilities;
  }

  /** Every possible sequence of a source. */
  private static List<Sequence> all(
      BiFunction<Integer, List<Integer>, float[]> tree, int source, int longest) {
    List<Sequence> complete = new ArrayList<>();
    List<Sequence> open = List.of(new Sequence(List.of(), false, 0));
    for (int length = 1; length <= longest; length++) {
      List<Sequence> longer = new ArrayList<>();
      for (Sequence one : open) {
        double[] p = logProbabilities(tree.apply(source, read(one.tokens)));
        for (int k = 0; k < p.length; k++) {
          if (p[k] > Double.NEGATIVE_INFINITY) {
            List<Integer> tokens = new ArrayList<>(one.tokens);
            if (k != END) {
              tokens.add(k);
            }
            Sequence next = new Sequence(tokens, k == END, one.logProbability + p[k]);
            (k == END || length == longest ? complete : longer).add(next);
          }
        }
      }
      open = longer;
    }
    return complete;
  }

  /** The same search written down naively, without ever stopping early. */
  private static List<Sequence> withoutStopping(
      BiFunction<Integer, List<Integer>, float[]> tree, int source, int width, int longest) {
    List<Sequence> complete = new ArrayList<>();
    List<Sequence> open = List.of(new Sequence(List.of(), false, 0));
    for (int length = 1; length <= longest; length++) {
      List<Sequence> candidates = new ArrayList<>();
      for (Sequence one : open) {
        double[] p = logProbabilities(tree.apply(source, read(one.tokens)));
        for (int k = 0; k < p.length; k++) {
          List<Integer> tokens = new ArrayList<>(one.tokens);
          if (k != END) {
            tokens.add(k);
          }
          candidates.add(new Sequence(tokens, k == END, one.logProbability + p[k]));
        }
      }
      candidates.removeIf(one -> one.logProbability == Double.NEGATIVE_INFINITY);
      candidates.sort(Comparator.comparingDouble(Sequence::logProbability).reversed());
      List<Sequence> first = candidates.subList(0, Math.min(width, candidates.size()));
      boolean last = length == longest;
      complete.addAll(first.stream().filter(one -> one.ended || last).toList());
      open = candidates.stream().filter(one -> !one.ended).limit(width).toList();
    }
    return complete;
  }

  private static List<Integer> tokens(Hypothesis hypothesis) {
    return Arrays.stream(hypothesis.tokens()).boxed().toList();
  }

  @Property(tries = 200)
  void itIsExactWhereTheWidthIsThatOfTheTree(
      @ForAll @IntRange(min = 2, max = 4) int vocabulary,
      @ForAll @IntRange(min = 1, max = 4) int longest,
      @ForAll @DoubleRange(max = 2) double alpha,
      @ForAll @DoubleRange(max = 1) double beta,
      @ForAll boolean hard,
      @ForAll long seed) {
    var tree = TreeModel.any(vocabulary, seed, hard);
    BeamSearch search = new BeamSearch(256, longest, 0, alpha, beta);
    int[] lengths = {3};

    List<Hypothesis> found =
        search.search(new TreeModel(vocabulary, tree, lengths, 0), lengths, BEGIN, END).get(0);

    List<Sequence> all = all(tree, 0, longest);
    assertThat(all.stream().mapToDouble(one -> Math.exp(one.logProbability)).sum())
        .isCloseTo(1, within(1e-9));
    double best = all.stream().mapToDouble(one -> one.score(search, 0, 3)).max().orElseThrow();
    assertThat(found.get(0).score()).isCloseTo(best, within(ROUNDING * (1 + Math.abs(best))));
    assertThat(found)
        .isSortedAccordingTo(Comparator.comparingDouble(Hypothesis::score).reversed())
        .allSatisfy(
            hypothesis -> {
              Sequence same =
                  all.stream()
                      .filter(one -> one.tokens.equals(tokens(hypothesis)))
                      .filter(one -> one.ended == hypothesis.ended())
                      .findAny()
                      .orElseThrow();
              assertThat(hypothesis.logProbability())
                  .isCloseTo(same.logProbability, within(ROUNDING * 100));
              assertThat(hypothesis.score())
                  .isCloseTo(same.score(search, 0, 3), within(ROUNDING * 100));
              assertThat(hypothesis.attention()).hasSize(same.length());
            });
  }

  @Property(tries = 300)
  void stoppingEarlyNeverChangesTheBest(
      @ForAll @IntRange(min = 2, max = 6) int vocabulary,
      @ForAll @IntRange(min = 1, max = 5) int width,
      @ForAll @IntRange(min = 1, max = 8) int longest,
      @ForAll @DoubleRange(max = 2) double alpha,
      @ForAll @DoubleRange(max = 1) double beta,
      @ForAll long seed) {
    var tree = TreeModel.any(vocabulary, seed, false);
    BeamSearch search = new BeamSearch(width, longest, 0, alpha, beta);
    int[] lengths = {4};

    List<Hypothesis> found =
        search.search(new TreeModel(vocabulary, tree, lengths, 0), lengths, BEGIN, END).get(0);

    double best =
        withoutStopping(tree, 0, width, longest).stream()
            .mapToDouble(one -> one.score(search, 0, 4))
            .max()
            .orElseThrow();
    assertThat(found.get(0).score()).isCloseTo(best, within(ROUNDING * (1 + Math.abs(best))));
    assertThat(found).hasSizeBetween(1, width);
  }

  @Property(tries = 200)
  void aWidthOfOneWithoutPenaltiesIsGreedy(
      @ForAll @IntRange(min = 2, max = 9) int vocabulary,
      @ForAll @IntRange(min = 1, max = 12) int longest,
      @ForAll boolean hard,
      @ForAll long seed) {
    var tree = TreeModel.any(vocabulary, seed, hard);
    List<Integer> greedy = new ArrayList<>();
    boolean ended = false;
    while (!ended && greedy.size() < longest) {
      int next = new Logits(tree.apply(0, read(greedy)), 0, vocabulary).likeliest();
      ended = next == END;
      if (!ended) {
        greedy.add(next);
      }
    }

    List<Hypothesis> found =
        BeamSearch.greedy(longest)
            .search(new TreeModel(vocabulary, tree, new int[0], 0), new int[] {1}, BEGIN, END)
            .get(0);

    assertThat(found).hasSize(1);
    assertThat(tokens(found.get(0))).isEqualTo(greedy);
    assertThat(found.get(0).ended()).isEqualTo(ended);
    assertThat(found.get(0).score()).isEqualTo(found.get(0).logProbability());
    assertThat(found.get(0).attention()).isEmpty();
  }

  @Property(tries = 200)
  void sourcesTogetherAreSourcesOneAtATime(
      @ForAll @IntRange(min = 2, max = 6) int vocabulary,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 0, max = 4) int longest,
      @ForAll @DoubleRange(min = 0.5, max = 2) double perToken,
      @ForAll @DoubleRange(max = 1) double beta,
      @ForAll boolean hard,
      @ForAll long seed) {
    var tree = TreeModel.any(vocabulary, seed, hard);
    BeamSearch search = new BeamSearch(width, longest, perToken, 0.6, beta);
    int[] lengths = {2, 5, 1, 3};

    List<List<Hypothesis>> together =
        search.search(new TreeModel(vocabulary, tree, lengths, 0, 1, 2, 3), lengths, BEGIN, END);

    assertThat(together).hasSize(4);
    for (int source = 0; source < 4; source++) {
      List<Hypothesis> alone =
          search
              .search(
                  new TreeModel(vocabulary, tree, lengths, source),
                  new int[] {lengths[source]},
                  BEGIN,
                  END)
              .get(0);
      assertThat(together.get(source))
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactlyElementsOf(alone);
      int greatest = (int) Math.max(1, longest + perToken * lengths[source]);
      assertThat(together.get(source))
          .allSatisfy(
              one ->
                  assertThat(one.tokens().length + (one.ended() ? 1 : 0))
                      .isLessThanOrEqualTo(greatest));
    }
  }

  @Test
  void theScoreIsEquation14() {
    // After 0 come 2 and the end with 3/4 and 1/4, after 2 always the end. "2 end" has P = 3/4 and
    // |Y| = 2, "end" P = 1/4 and |Y| = 1.
    BiFunction<Integer, List<Integer>, float[]> tree =
        (source, history) ->
            history.size() == 1
                ? new float[] {Float.NEGATIVE_INFINITY, 0, (float) Math.log(3)}
                : new float[] {Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY};
    BeamSearch search = new BeamSearch(3, 5, 0, 0.5, 0.2);
    int[] lengths = {2};

    List<Hypothesis> found =
        search.search(new TreeModel(3, tree, lengths, 0), lengths, BEGIN, END).get(0);

    float[] first = TreeModel.attention(0, 2, List.of(0));
    float[] second = TreeModel.attention(0, 2, List.of(0, 2));
    double covered =
        Math.log(Math.min(1, first[0] + (double) second[0]))
            + Math.log(Math.min(1, first[1] + (double) second[1]));
    assertThat(found.get(0).tokens()).containsExactly(2);
    // log 3 as a float is off by at most 2^-25 of its size.
    assertThat(found.get(0).logProbability()).isCloseTo(Math.log(0.75), within(1e-7));
    assertThat(found.get(0).score())
        .isCloseTo(Math.log(0.75) / Math.sqrt(7.0 / 6) + 0.2 * covered, within(1e-7));
    assertThat(found.get(0).attention()).containsExactly(first, second);
    assertThat(found.get(1).tokens()).isEmpty();
    assertThat(found.get(1).score())
        .isCloseTo(Math.log(0.25) + 0.2 * (Math.log(first[0]) + Math.log(first[1])), within(1e-7));
  }

  @Test
  void aVocabularySmallerThanTheWidthIsSearchedWhole() {
    var tree = TreeModel.any(2, 5, false);

    List<Hypothesis> found =
        new BeamSearch(50, 3, 0, 1, 0)
            .search(new TreeModel(2, tree, new int[0], 0), new int[] {1}, BEGIN, END)
            .get(0);

    assertThat(found).hasSizeLessThanOrEqualTo(4);
    assertThat(found.get(0).logProbability()).isLessThanOrEqualTo(0);
  }

  @Test
  void aLengthOfOneIsOneToken() {
    BiFunction<Integer, List<Integer>, float[]> tree = (source, history) -> new float[] {1, 2, 3};

    List<Hypothesis> found =
        new BeamSearch(2, 1, 0, 0, 0)
            .search(new TreeModel(3, tree, new int[0], 0), new int[] {1}, BEGIN, END)
            .get(0);

    assertThat(found).hasSize(2);
    assertThat(found.get(0).tokens()).containsExactly(2);
    assertThat(found.get(0).ended()).isFalse();
    assertThat(found.get(1).tokens()).isEmpty();
    assertThat(found.get(1).ended()).isTrue();
  }

  @Test
  void equalLogitsAreTakenInTheOrderOfTheIds() {
    BiFunction<Integer, List<Integer>, float[]> tree = (source, history) -> new float[5];

    List<Hypothesis> found =
        new BeamSearch(2, 3, 0, 0, 0)
            .search(new TreeModel(5, tree, new int[0], 0), new int[] {1}, 3, 4)
            .get(0);

    assertThat(found)
        .extracting(BeamSearchTest::tokens)
        .containsExactly(List.of(0, 0, 0), List.of(0, 0, 1));
  }

  @Test
  void noSourcesHaveNoHypotheses() {
    assertThat(
            BeamSearch.greedy(3)
                .search(
                    new TreeModel(3, TreeModel.any(3, 1, false), new int[0]),
                    new int[0],
                    BEGIN,
                    END))
        .isEmpty();
  }

  @Test
  void longBeginningsDoNotExhaustTheStack() {
    BiFunction<Integer, List<Integer>, float[]> tree =
        (source, history) -> new float[] {1, Float.NEGATIVE_INFINITY, 0};
    NextTokens model =
        new NextTokens() {
          @Override
          public int vocabulary() {
            return 3;
          }

          @Override
          public int rows() {
            return 1;
          }

          @Override
          public float[] read(int[] tokens) {
            return tree.apply(0, List.of());
          }

          @Override
          public void select(int[] which) {
            assertThat(which).containsExactly(0);
          }
        };

    assertThat(
            BeamSearch.greedy(50_000)
                .search(model, new int[] {1}, BEGIN, END)
                .get(0)
                .get(0)
                .tokens())
        .hasSize(50_000)
        .containsOnly(0);
  }

  @Test
  void whatCannotBeChosenFromIsRefused() {
    assertRefused(
        new float[] {0, Float.NaN, 1},
        "the model's logit of token 1 is NaN, so no token can be chosen; has its training"
            + " diverged?");
    assertRefused(
        new float[] {0, 0, Float.POSITIVE_INFINITY},
        "the model's logit of token 2 is Infinity, so no token can be chosen; has its training"
            + " diverged?");
    float[] none = new float[3];
    Arrays.fill(none, Float.NEGATIVE_INFINITY);
    assertRefused(
        none, "the model's logits of all 3 tokens are -Infinity, so no token can be chosen");
  }

  private static void assertRefused(float[] logits, String message) {
    assertThatThrownBy(
            () ->
                BeamSearch.greedy(3)
                    .search(
                        new TreeModel(3, (source, history) -> logits, new int[0], 0),
                        new int[] {1},
                        BEGIN,
                        END))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void coverageNeedsAttention() {
    var tree = TreeModel.any(3, 1, false);
    BeamSearch search = new BeamSearch(2, 3, 0, 0, 0.2);

    assertThatThrownBy(
            () -> search.search(new TreeModel(3, tree, new int[0], 0), new int[] {1}, BEGIN, END))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("coveragePenalty is 0.2, but the model does not attend to its source");
    assertThatThrownBy(
            () ->
                search.search(new TreeModel(3, tree, new int[] {2}, 0), new int[] {3}, BEGIN, END))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a source of 3 steps, but the model attends to 2");
    assertThatThrownBy(
            () ->
                search.search(
                    new TreeModel(3, tree, new int[] {2}, 0), new int[] {3, 3}, BEGIN, END))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 1 sequences for 2 sources");
  }

  @Test
  void impossibleValuesAreRefused() {
    assertRefused(0, 1, 0, 0, 0, "width must be at least 1, got 0");
    assertRefused(1, -1, 0, 0, 0, "maxLength must be at least 0, got -1");
    assertRefused(1, 0, 0, 0, 0, "maxLength must be at least 1 where maxLengthPerSourceToken is 0");
    assertRefused(
        1, 1, -1, 0, 0, "maxLengthPerSourceToken must be a number of at least 0, got -1.0");
    assertRefused(1, 1, 0, Double.NaN, 0, "lengthPenalty must be a number of at least 0, got NaN");
    assertRefused(
        1,
        1,
        0,
        0,
        Double.POSITIVE_INFINITY,
        "coveragePenalty must be a number of at least 0, got Infinity");
  }

  private static void assertRefused(
      int width, int longest, double perToken, double alpha, double beta, String message) {
    assertThatThrownBy(() -> new BeamSearch(width, longest, perToken, alpha, beta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
