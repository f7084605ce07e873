package dev.carousel.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ConfusionCountsTest {
  // Means of a few quotients.
  private static final double ROUNDING = 1e-12;

  private static ConfusionCounts counts(int classes, int[] actual, int[] given) {
    ConfusionCounts counts = new ConfusionCounts(classes);
    for (int i = 0; i < actual.length; i++) {
      counts.add(actual[i], given[i]);
    }
    return counts;
  }

  @Test
  void figuresAreThoseOfTheCounts() {
    ConfusionCounts counts = counts(3, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});

    assertThat(counts.count(0, 0)).isEqualTo(2);
    assertThat(counts.count(2, 1)).isEqualTo(2);
    assertThat(counts.count(1, 2)).isEqualTo(1);
    assertThat(counts.accuracy()).isCloseTo(2 / 6.0, within(ROUNDING));
    // The example of scikit-learn's documentation of f1_score: 0.26…; F1 of class 0 is
    // 2·2/(2 + 3), of the others 0.
    assertThat(counts.macroF1()).isCloseTo(0.8 / 3, within(ROUNDING));
  }

  @Test
  void classesThatNeitherOccurNorAreGivenDoNotCount() {
    // scikit-learn 1.9.1: f1_score([0, 0, 1], [0, 1, 1], average="macro") is 2/3 whatever other
    // classes there may be; f1_score([0, 0, 1], [0, 1, 2], average="macro") is 2/9.
    assertThat(counts(5, new int[] {0, 0, 1}, new int[] {0, 1, 1}).macroF1())
        .isCloseTo(2 / 3.0, within(ROUNDING));
    assertThat(counts(5, new int[] {0, 0, 1}, new int[] {0, 1, 2}).macroF1())
        .isCloseTo(2 / 9.0, within(ROUNDING));
  }

  @Property
  void figuresAreFractions(
      @ForAll @NotEmpty List<@IntRange(max = 3) Integer> actual,
      @ForAll @IntRange(max = 3) int given) {
    ConfusionCounts right = new ConfusionCounts(4);
    ConfusionCounts constant = new ConfusionCounts(4);
    ConfusionCounts mirrored = new ConfusionCounts(4);
    for (int label : actual) {
      right.add(label, label);
      constant.add(label, given);
      mirrored.add(given, label);
    }

    assertThat(right.accuracy()).isEqualTo(1);
    assertThat(right.macroF1()).isEqualTo(1);
    assertThat(constant.accuracy()).isBetween(0.0, 1.0).isEqualTo(mirrored.accuracy());
    assertThat(constant.macroF1()).isBetween(0.0, 1.0).isEqualTo(mirrored.macroF1());
  }

  @Test
  void impossibleUsesAreRefused() {
    assertThatThrownBy(() -> new ConfusionCounts(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classes must be at least 1, got 0");
    assertThatThrownBy(() -> new ConfusionCounts(2).add(0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new ConfusionCounts(2).accuracy())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no answer was counted");
    assertThatThrownBy(() -> new ConfusionCounts(2).macroF1())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no answer was counted");
  }
}
