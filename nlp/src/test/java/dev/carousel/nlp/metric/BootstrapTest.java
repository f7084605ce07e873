package dev.carousel.nlp.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  @Test
  void theIntervalOfManyFiguresIsThatOfTheNormalDistribution() {
    RandomStream random = new RandomStream(1);
    double[] figures = random.doubles(2_000).toArray();
    double mean = Arrays.stream(figures).average().orElseThrow();
    double variance = Arrays.stream(figures).map(x -> (x - mean) * (x - mean)).sum() / 2_000;
    double error = Math.sqrt(variance / 2_000);

    Bootstrap.Interval interval = new Bootstrap(4_000, 0.95).mean(figures, random);

    assertThat(interval.mean()).isCloseTo(mean, within(1e-12));
    // A quantile at 2.5% of 4,000 normal means is off by √(0.025 · 0.975 / 4000) / φ(1.96), 0.042
    // standard errors; five times that.
    assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.21 * error));
    assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.21 * error));
  }

  @Test
  void equalSeedsGiveEqualIntervals() {
    double[] figures = {0.1, 0.5, 0.3, 0.9};

    assertThat(new Bootstrap(100, 0.9).mean(figures, new RandomStream(4)))
        .isEqualTo(new Bootstrap(100, 0.9).mean(figures, new RandomStream(4)));
  }

  @Test
  void oneSampleHasNoWidth() {
    assertThat(new Bootstrap(10, 0.95).mean(new double[] {0.25}, new RandomStream(1)))
        .isEqualTo(new Bootstrap.Interval(0.25, 0.25, 0.25));
    Bootstrap.Interval one = new Bootstrap(1, 0.95).mean(new double[] {0, 1}, new RandomStream(1));
    assertThat(one.low()).isEqualTo(one.high());
  }

  @Property(tries = 100)
  void theIntervalLiesAmongTheFigures(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(max = 1) Double> some) {
    double[] figures = some.stream().mapToDouble(x -> x).toArray();
    Bootstrap.Interval interval = new Bootstrap(50, 0.9).mean(figures, new RandomStream(9));

    double least = Arrays.stream(figures).min().orElseThrow();
    double most = Arrays.stream(figures).max().orElseThrow();
    // Means of up to 20 doubles of size 1.
    assertThat(interval.low()).isBetween(least - 1e-12, interval.high());
    assertThat(interval.high()).isLessThanOrEqualTo(most + 1e-12);
    assertThat(interval.mean()).isBetween(least - 1e-12, most + 1e-12);
  }

  @Test
  void impossibleValuesAreRefused() {
    assertThatThrownBy(() -> new Bootstrap(0, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resamples must be at least 1, got 0");
    assertThatThrownBy(() -> new Bootstrap(10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level must be above 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new Bootstrap(10, 0.5).mean(new double[0], new RandomStream(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no figures to take the mean of");
  }
}
