package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankingTest {
  /** scikit-learn 1.9.1: roc_auc_score(y, s) and average_precision_score(y, s). */
  @Test
  void figuresOfScikitLearn() {
    double[] scores = {0.1, 0.4, 0.35, 0.8, 0.4, 0.7, 0.4, 0.2, 0.9, 0.35};
    boolean[] anomalous = {false, false, true, true, true, false, false, false, true, false};
    assertThat(Ranking.rocAuc(scores, anomalous)).isCloseTo(0.7708333333333334, within(1e-15));
    assertThat(Ranking.averagePrecision(scores, anomalous)).isCloseTo(0.75, within(1e-15));
  }

  @Test
  void perfectAndEmptyScores() {
    boolean[] anomalous = {false, true, true, false};
    assertThat(Ranking.rocAuc(new double[] {1, 3, 2, 0}, anomalous)).isEqualTo(1);
    assertThat(Ranking.averagePrecision(new double[] {1, 3, 2, 0}, anomalous)).isEqualTo(1);
    assertThat(Ranking.rocAuc(new double[] {3, 1, 0, 2}, anomalous)).isZero();
    assertThat(Ranking.rocAuc(new double[4], anomalous)).isEqualTo(0.5);
    assertThat(Ranking.averagePrecision(new double[4], anomalous)).isEqualTo(0.5);
    double infinite = Double.POSITIVE_INFINITY;
    assertThat(Ranking.rocAuc(new double[] {1, infinite, infinite, 0}, anomalous)).isEqualTo(1);
  }

  @Property(tries = 200)
  void areaIsTheChanceThatAnAnomalyScoresHigher(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int count) {
    RandomStream random = new RandomStream(seed);
    double[] scores = new double[count];
    boolean[] anomalous = new boolean[count];
    for (int i = 0; i < count; i++) {
      scores[i] = random.nextInt(5);
      anomalous[i] = i == 0 || i > 1 && random.nextBoolean();
    }
    double higher = 0;
    int pairs = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        if (anomalous[i] && !anomalous[j]) {
          higher += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    // Both are quotients of small halves; one divides twice.
    assertThat(Ranking.rocAuc(scores, anomalous)).isCloseTo(higher / pairs, within(1e-15));
  }

  @Test
  void whatDoesNotExistIsNotANumber() {
    double[] scores = {1, 2};
    assertThat(Ranking.rocAuc(scores, new boolean[] {true, true})).isNaN();
    assertThat(Ranking.rocAuc(scores, new boolean[] {false, false})).isNaN();
    assertThat(Ranking.averagePrecision(scores, new boolean[] {false, false})).isNaN();
    double[] diverged = {1, Double.NaN};
    assertThat(Ranking.rocAuc(diverged, new boolean[] {true, false})).isNaN();
    assertThat(Ranking.averagePrecision(diverged, new boolean[] {true, false})).isNaN();
    assertThatThrownBy(() -> Ranking.rocAuc(scores, new boolean[3]))
        .hasMessage("2 scores for 3 marks of anomalies");
  }
}
