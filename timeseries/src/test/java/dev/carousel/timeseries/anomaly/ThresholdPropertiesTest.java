package dev.carousel.timeseries.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.timeseries.metric.Detections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ThresholdPropertiesTest {
  private static double f1(double[] scores, double threshold, boolean[] anomalous) {
    return Detections.of(Detections.above(scores, threshold), anomalous).f1();
  }

  @Property(tries = 200)
  void noThresholdIsBetterThanTheBest(
      @ForAll @Size(12) List<@IntRange(max = 6) Integer> ranks,
      @ForAll @Size(12) List<Boolean> marks) {
    double[] scores = ranks.stream().mapToDouble(rank -> rank / 2.0).toArray();
    boolean[] anomalous = new boolean[scores.length];
    for (int i = 0; i < anomalous.length; i++) {
      anomalous[i] = i == 0 || marks.get(i);
    }
    double best = f1(scores, new BestF1().choose(scores, anomalous), anomalous);
    for (double other = -0.25; other < 4; other += 0.25) {
      assertThat(best).isGreaterThanOrEqualTo(f1(scores, other, anomalous));
    }
  }

  @Property(tries = 100)
  void atMostTheRestOfNormalScoresLiesAboveAQuantile(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 9) Double> normal,
      @ForAll @DoubleRange(min = 0, max = 1) double of) {
    double[] scores = normal.stream().mapToDouble(Double::doubleValue).toArray();
    double threshold = new Quantile(of).choose(scores, new boolean[scores.length]);
    long above = normal.stream().filter(score -> score > threshold).count();
    // Type 7: of n sorted scores the one at place (n - 1) of, which those above come after.
    assertThat((double) above).isLessThanOrEqualTo(Math.ceil((scores.length - 1) * (1 - of)));
  }
}
