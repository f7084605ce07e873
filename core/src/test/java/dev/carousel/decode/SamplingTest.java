package dev.carousel.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Logits;
import dev.carousel.random.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final float NONE = Float.NEGATIVE_INFINITY;

  private static Sampling sampling(double temperature) {
    return new Sampling(temperature, OptionalInt.empty(), OptionalDouble.empty());
  }

  private static Sampling topK(int count) {
    return new Sampling(1, OptionalInt.of(count), OptionalDouble.empty());
  }

  private static Sampling nucleus(double part) {
    return new Sampling(1, OptionalInt.empty(), OptionalDouble.of(part));
  }

  private static Logits logits(float... values) {
    return new Logits(values, 0, values.length);
  }

  private static Set<Integer> drawn(Sampling sampling, Logits logits) {
    RandomStream random = new RandomStream(3);
    return IntStream.range(0, 500)
        .mapToObj(i -> sampling.next(logits, random))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double[] frequencies(Sampling sampling, Logits logits, int draws) {
    RandomStream random = new RandomStream(11);
    double[] frequencies = new double[logits.width()];
    for (int i = 0; i < draws; i++) {
      frequencies[sampling.next(logits, random)] += 1.0 / draws;
    }
    return frequencies;
  }

  private static void assertFrequencies(Sampling sampling, Logits logits, double... expected) {
    int draws = 40_000;
    double[] frequencies = frequencies(sampling, logits, draws);
    for (int k = 0; k < expected.length; k++) {
      // Five standard deviations of a binomial proportion.
      double tolerance = 5 * Math.sqrt(expected[k] * (1 - expected[k]) / draws);
      assertThat(frequencies[k]).isBetween(expected[k] - tolerance, expected[k] + tolerance);
    }
  }

  @Test
  void tokensAreDrawnAsOftenAsTheyAreLikely() {
    float[] row = {99, 0, (float) Math.log(2), NONE, (float) Math.log(5)};

    assertFrequencies(sampling(1), new Logits(row, 1, 4), 1 / 8.0, 2 / 8.0, 0, 5 / 8.0);
  }

  @Test
  void temperatureIsAPowerOfTheProbabilities() {
    Logits logits = logits(0, (float) Math.log(3));

    assertFrequencies(sampling(0.5), logits, 1 / 10.0, 9 / 10.0);
    assertFrequencies(sampling(1e300), logits, 0.5, 0.5);
    assertThat(drawn(sampling(1e-300), logits)).containsExactly(1);
    assertThat(drawn(sampling(Double.MIN_VALUE), logits)).containsExactly(1);
  }

  @Test
  void topKAndNucleusLeaveTheLikeliest() {
    // p = 0.1, 0.4, 0.2, 0.3.
    Logits logits = logits(0, (float) Math.log(4), (float) Math.log(2), (float) Math.log(3));

    assertThat(drawn(topK(2), logits)).containsExactly(1, 3);
    assertThat(drawn(topK(100), logits)).containsExactly(0, 1, 2, 3);
    assertThat(drawn(nucleus(0.39), logits)).containsExactly(1);
    assertThat(drawn(nucleus(0.41), logits)).containsExactly(1, 3);
    assertThat(drawn(nucleus(0.71), logits)).containsExactly(1, 2, 3);
    assertThat(drawn(nucleus(1), logits)).containsExactly(0, 1, 2, 3);
    assertFrequencies(topK(2), logits, 0, 4 / 7.0, 0, 3 / 7.0);
    // Of 4/7 and 3/7, 0.5 takes the first alone.
    assertThat(drawn(new Sampling(1, OptionalInt.of(2), OptionalDouble.of(0.5)), logits))
        .containsExactly(1);
  }

  @Test
  void ofEquallyLikelyTokensTheFirstAreLeft() {
    Logits logits = logits(1, 1, 1, 1);

    assertThat(drawn(topK(2), logits)).containsExactly(0, 1);
    assertThat(drawn(nucleus(0.5), logits)).containsExactly(0, 1);
    assertThat(Sampling.GREEDY.next(logits, new RandomStream(1))).isZero();
  }

  @Test
  void hugeLogitsAreStable() {
    Logits logits = logits(-3.4e38f, 3.4e38f, 3.4e38f, NONE);

    assertFrequencies(sampling(1), logits, 0, 0.5, 0.5, 0);
    assertThat(drawn(nucleus(0.9), logits)).containsExactly(1, 2);
  }

  @Property(tries = 200)
  void whatIsLeftIsAsDefined(
      @ForAll @IntRange(min = 1, max = 80) int vocabulary,
      @ForAll @IntRange(min = 1, max = 90) int count,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double part,
      @ForAll long seed) {
    Logits logits = logits(TreeModel.any(vocabulary, seed, true).apply(0, List.of()));
    double[] p = logits.logProbabilities(IntStream.range(0, vocabulary).toArray());
    List<Integer> order =
        IntStream.range(0, vocabulary)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(k -> -p[k]))
            .limit(count)
            .toList();
    double whole = order.stream().mapToDouble(k -> Math.exp(p[k])).sum();
    Set<Integer> left = new TreeSet<>();
    double sum = 0;
    for (int k : order) {
      // Sums of doubles in another order may differ in their last digits.
      if (sum < part * whole - 1e-9) {
        left.add(k);
        sum += Math.exp(p[k]);
      }
    }

    Set<Integer> drawn =
        drawn(new Sampling(1, OptionalInt.of(count), OptionalDouble.of(part)), logits);

    assertThat(drawn.size()).isBetween(1, left.size() + 1);
    if (Math.abs(sum - part * whole) > 1e-9) {
      assertThat(left).containsAll(drawn);
    }
  }

  @Test
  void equalStreamsDrawEqualTokens() {
    Logits logits = logits(0.1f, 0.2f, 0.3f, 0.4f);
    RandomStream first = new RandomStream(5);
    RandomStream second = new RandomStream(5);

    for (int i = 0; i < 100; i++) {
      assertThat(sampling(0.8).next(logits, first)).isEqualTo(sampling(0.8).next(logits, second));
    }
    assertThat(first.state()).isEqualTo(second.state());
  }

  @Test
  void greedyDrawsNothing() {
    RandomStream random = new RandomStream(5);

    assertThat(Sampling.GREEDY.next(logits(1, 3, 2), random)).isEqualTo(1);
    assertThat(random.state()).isEqualTo(5);
  }

  @Test
  void whatCannotBeChosenFromIsRefused() {
    for (Sampling sampling : List.of(Sampling.GREEDY, sampling(1), topK(1), nucleus(0.5))) {
      assertThatThrownBy(() -> sampling.next(logits(0, Float.NaN), new RandomStream(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the model's logit of token 1 is NaN, so no token can be chosen; has its training"
                  + " diverged?");
      assertThatThrownBy(() -> sampling.next(logits(NONE, NONE), new RandomStream(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the model's logits of all 2 tokens are -Infinity, so no token can be chosen");
    }
  }

  @Test
  void impossibleValuesAreRefused() {
    assertThatThrownBy(() -> sampling(-0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature must be a number of at least 0, got -0.1");
    assertThatThrownBy(() -> sampling(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature must be a number of at least 0, got NaN");
    assertThatThrownBy(() -> topK(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topK must be at least 1, or null for all tokens; got 0");
    assertThatThrownBy(() -> nucleus(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nucleus must be above 0 and at most 1, or null for all tokens; got 1.5");
  }

  @Property(tries = 300)
  void theLikeliestAreInOrder(
      @ForAll @IntRange(min = 1, max = 200) int vocabulary,
      @ForAll @IntRange(min = 0, max = 210) int count,
      @ForAll boolean hard,
      @ForAll long seed) {
    float[] row = TreeModel.any(vocabulary, seed, hard).apply(0, List.of());
    row[0] = -0f;

    int[] likeliest = logits(row).likeliest(count);

    assertThat(likeliest)
        .containsExactly(
            IntStream.range(0, vocabulary)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(k -> -(row[k] + 0.0)))
                .limit(count)
                .mapToInt(k -> k)
                .toArray());
    assertThat(Arrays.stream(likeliest).distinct().count()).isEqualTo(likeliest.length);
  }
}
