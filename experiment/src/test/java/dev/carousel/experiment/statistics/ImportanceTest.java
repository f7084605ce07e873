package dev.carousel.experiment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportanceTest {
  private final RandomStream random = new RandomStream(9);

  private double[] values(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Math.exp(random.nextDouble() * 8 - 8);
    }
    return values;
  }

  @Test
  void whatDecidesEverythingExplainsEverything() {
    double[] values = values(30);
    assertThat(Importance.ofNumbers(values, Importance.ranks(values, true)))
        .isCloseTo(1, within(1e-9));
    assertThat(Importance.ofNumbers(values, Importance.ranks(values, false)))
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void aBestValueInTheMiddleIsSeen() {
    double[] values = values(40);
    double[] outcomes = new double[40];
    for (int i = 0; i < 40; i++) {
      outcomes[i] = Math.pow(Math.log(values[i]) + 4, 2);
    }
    // Ranks of a parabola are not quite a parabola.
    assertThat(Importance.ofNumbers(values, Importance.ranks(outcomes, true))).isGreaterThan(0.9);
  }

  @Test
  void noiseExplainsNothing() {
    double sum = 0;
    for (int trial = 0; trial < 200; trial++) {
      sum += Importance.ofNumbers(values(30), Importance.ranks(values(30), true));
    }
    // Negative values count as 0, so the mean is a little above it: its spread is about 0.07.
    assertThat(sum / 200).isBetween(0.0, 0.05);
  }

  @Test
  void choicesAreMeans() {
    List<String> choices = new ArrayList<>();
    double[] outcomes = new double[30];
    for (int i = 0; i < 30; i++) {
      choices.add(List.of("sgd", "adam", "rmsprop").get(i % 3));
      outcomes[i] = i % 3;
    }
    assertThat(Importance.ofChoices(choices, Importance.ranks(outcomes, true)))
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void failedTrialsRankLast() {
    assertThat(Importance.ranks(new double[] {0.5, Double.NaN, 0.25, Double.NaN}, true))
        .containsExactly(2, 3.5, 1, 3.5);
    assertThat(Importance.ranks(new double[] {0.5, Double.NaN, 0.25}, false))
        .containsExactly(1, 3, 2);
  }

  @Test
  void isUndefinedForTooLittle() {
    double[] few = values(9);
    assertThat(Importance.ofNumbers(few, Importance.ranks(few, true))).isNaN();
    double[] same = new double[20];
    assertThat(Importance.ofNumbers(same, Importance.ranks(values(20), true))).isNaN();
    assertThat(Importance.ofNumbers(values(20), Importance.ranks(same, true))).isNaN();
  }
}
