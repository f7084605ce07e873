package dev.carousel.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.DataFolders;
import dev.carousel.data.Targets;
import dev.carousel.timing.PeriodicFunction.Shape;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeriodicFunctionTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  private static PreparedTask task(Shape shape, int period) {
    return new PeriodicFunction(shape, period, 2, 3, 4).prepare(NO_FOLDERS, 1);
  }

  /** The target and an error that grows with the steps: t times the slope. */
  private static Predictor drifting(double slope) {
    return batch -> {
      float[] outputs = ((Targets.Values) batch.targets()).values().clone();
      for (int row = 0; row < outputs.length; row++) {
        outputs[row] += (float) (slope * (row / batch.rows()));
      }
      return outputs;
    };
  }

  @Test
  void shapesAreThePapers() {
    assertThat(Asked.of(task(Shape.COSINE, 4), Split.VALID, 1).get(0).targets())
        .containsExactly(0f, 0.5f, 1f, 0.5f, 0f, 0.5f, 1f, 0.5f);
    assertThat(Asked.of(task(Shape.TRIANGLE, 4), Split.VALID, 1).get(0).targets())
        .containsExactly(0f, 0.5f, 1f, 0.5f, 0f, 0.5f, 1f, 0.5f);
    assertThat(Asked.of(task(Shape.RECTANGLE, 4), Split.VALID, 1).get(0).targets())
        .containsExactly(0f, 0f, 0f, 1f, 0f, 0f, 0f, 1f);
    // Where the middle of the period is between two steps.
    assertThat(Asked.of(task(Shape.TRIANGLE, 5), Split.VALID, 1).get(0).targets().subList(0, 5))
        .containsExactly(0f, 0.4f, 0.8f, 0.8f, 0.4f);
    assertThat(Asked.of(task(Shape.RECTANGLE, 5), Split.VALID, 1).get(0).targets().subList(0, 5))
        .containsExactly(0f, 0f, 0f, 1f, 1f);
    List<Float> cosine = Asked.of(task(Shape.COSINE, 5), Split.VALID, 1).get(0).targets();
    assertThat(cosine.get(1)).isEqualTo((float) ((1 - Math.cos(2 * Math.PI / 5)) / 2));
    assertThat(cosine.get(4)).isCloseTo(cosine.get(1), within(1e-7f));
  }

  @Test
  void thereIsOneSequenceAndNoInput() {
    PreparedTask task = task(Shape.TRIANGLE, 10);

    List<Asked> train = Asked.of(task, Split.TRAIN, 3);
    assertThat(train).hasSize(4);
    assertThat(train.stream().distinct()).hasSize(1);
    assertThat(train.get(0).inputs()).hasSize(20).containsOnly(0f);
    assertThat(Asked.of(task, Split.VALID, 3)).containsExactly(train.get(0));
    List<Asked> test = Asked.of(task, Split.TEST, 3);
    assertThat(test).hasSize(1);
    assertThat(test.get(0).targets())
        .hasSize(30)
        .startsWith(train.get(0).targets().toArray(Float[]::new));
    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(1), 1, true));
    assertThat(task.metrics())
        .containsExactly(
            new Metric("rmse", true), new Metric("within", false), new Metric("solved", false));
    assertThat(task.files()).isEmpty();
  }

  @Test
  void errorsAreMeasuredAgainstTheCriterion() {
    PreparedTask task = task(Shape.RECTANGLE, 10);

    assertThat(task.evaluate(Split.TEST, drifting(0), 1))
        .isEqualTo(Map.of("rmse", 0.0, "within", 1.0, "solved", 1.0));
    // 30 steps: the errors go up to 29/128 = 0.227, or to 29/64, of which 0 to 19 are below 0.3.
    assertThat(task.evaluate(Split.TEST, drifting(1 / 128.0), 1).get("solved")).isEqualTo(1);
    Map<String, Double> far = task.evaluate(Split.TEST, drifting(1 / 64.0), 1);
    assertThat(far.get("solved")).isZero();
    assertThat(far.get("within")).isEqualTo(20 / 30.0);
    // The mean of t² over 0…29 is 29 · 59 / 6; all errors are exact in binary.
    assertThat(far.get("rmse")).isCloseTo(Math.sqrt(29 * 59 / 6.0) / 64, within(1e-15));
    assertThat(PeriodicFunction.CRITERION).isEqualTo(0.3);
  }

  @Test
  void theMeanOfACosineIsOffByRootOneEighth() {
    Baseline mean = task(Shape.COSINE, 10).baselines().get(0);

    assertThat(mean.name()).isEqualTo("mean");
    for (Split split : Split.values()) {
      // The variance of (1 - cos) / 2 over a period is 1/8; targets are rounded to floats.
      assertThat(mean.metrics().get(split).get("rmse")).isCloseTo(Math.sqrt(0.125), within(1e-6));
      // Within 0.3 of 1/2 are the steps with |cos(2πm/10)| < 0.6: m = 2, 3, 7, 8.
      assertThat(mean.metrics().get(split).get("within")).isCloseTo(0.4, within(1e-15));
      assertThat(mean.metrics().get(split).get("solved")).isZero();
    }
  }

  @Test
  void impossibleSizesAreRefused() {
    Map<String, Runnable> refused =
        Map.of(
            "period must be at least 2, got 1",
                () -> new PeriodicFunction(Shape.COSINE, 1, 1, 1, 1),
            "periods must be at least 1, got 0",
                () -> new PeriodicFunction(Shape.COSINE, 2, 0, 1, 1),
            "testPeriods must be at least 1, got 0",
                () -> new PeriodicFunction(Shape.COSINE, 2, 1, 0, 1),
            "trainSequences must be at least 1, got 0",
                () -> new PeriodicFunction(Shape.COSINE, 2, 1, 1, 0));

    refused.forEach(
        (message, making) ->
            assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message));
  }
}
