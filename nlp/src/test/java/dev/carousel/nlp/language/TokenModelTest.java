package dev.carousel.nlp.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenModelTest {
  // Sums and quotients of a few small whole numbers: some ten roundings of 1e-16.
  private static final double ROUNDING = 1e-14;

  @Property
  void probabilitiesAddUpToOne(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 7) Integer> text) {
    int[] training = text.stream().mapToInt(Integer::intValue).toArray();
    List<TokenModel> models =
        List.of(new Uniform(8), new Unigram(8, training), new Bigram(8, training));
    for (TokenModel model : models) {
      for (int previous = 0; previous < 8; previous++) {
        double sum = 0;
        for (int next = 0; next < 8; next++) {
          assertThat(model.probability(previous, next)).isPositive();
          sum += model.probability(previous, next);
        }
        assertThat(sum).isCloseTo(1, within(ROUNDING));
      }
    }
  }

  @Property
  void theLikeliestAreThoseOfTheGreatestProbability(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 7) Integer> text,
      @ForAll @IntRange(min = 1, max = 8) int vocabulary) {
    int[] training = text.stream().mapToInt(id -> id % vocabulary).toArray();
    for (TokenModel model :
        List.of(
            new Uniform(vocabulary),
            new Unigram(vocabulary, training),
            new Bigram(vocabulary, training))) {
      for (int previous = 0; previous < vocabulary; previous++) {
        int before = previous;
        Integer[] all = new Integer[vocabulary];
        Arrays.setAll(all, id -> id);
        // A stable sort: equally likely ones stay in the order of their ids.
        Arrays.sort(all, Comparator.comparingDouble(next -> -model.probability(before, next)));
        int[] expected = Arrays.stream(all).limit(3).mapToInt(Integer::intValue).toArray();
        assertThat(model.likeliest(previous)).isEqualTo(expected);
      }
    }
  }

  @Test
  void hitsAreCountedFromTheSecondTokenOn() {
    // After 1 the likeliest are 2, 1 and 0; 3 and 4 were never seen.
    Bigram bigram = new Bigram(5, new int[] {1, 2, 1, 1, 2});

    assertThat(bigram.hits(new int[] {4, 1, 2, 3, 0, 4})).isEqualTo(3 / 5.0);
    assertThat(new Uniform(5).hits(new int[] {4, 3, 2})).isEqualTo(1 / 2.0);
  }

  @Test
  void probabilitiesFollowTheirFormulas() {
    // a b a a b with a = 1, b = 2: c(a b) = 2, c(a a) = 1, c(b a) = 1.
    int[] training = {1, 2, 1, 1, 2};

    assertThat(new Uniform(3).probability(0, 2)).isEqualTo(1.0 / 3);
    assertThat(new Unigram(3, training).probability(0, 1)).isEqualTo(4.0 / 8);
    assertThat(new Unigram(3, training).probability(0, 0)).isEqualTo(1.0 / 8);
    Bigram bigram = new Bigram(3, training);
    assertThat(bigram.probability(1, 2)).isCloseTo((2 + 2 * 3.0 / 8) / 5, within(ROUNDING));
    assertThat(bigram.probability(2, 2)).isCloseTo((0 + 1 * 3.0 / 8) / 2, within(ROUNDING));
    // 0 was never seen before anything.
    assertThat(bigram.probability(0, 2)).isEqualTo(3.0 / 8);
  }

  @Test
  void theFirstTokenIsNotPredicted() {
    Unigram unigram = new Unigram(3, new int[] {1, 2, 1, 1, 2});

    assertThat(unigram.nats(new int[] {0, 1, 2}))
        .isCloseTo(-(Math.log(4.0 / 8) + Math.log(3.0 / 8)) / 2, within(ROUNDING));
  }
}
