package dev.carousel.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.benchmarks.measure.Agreement;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer must compute what Carousel computes, at odd sizes, three steps in a row. */
abstract class AgreementOfEngines {
  private static final GridShape SHAPE = new GridShape(3, 7, 5, 9);
  private static final GridShape ONE_STEP = new GridShape(1, 1, 5, 9);

  abstract Engine peer();

  abstract boolean zeroStates();

  @ParameterizedTest
  @EnumSource(BenchmarkCell.class)
  void agreeOnEveryCellInEveryMode(BenchmarkCell cell) {
    Engine carousel = new CarouselRecurrence(CarouselKernels.of(1));
    for (Mode mode : Mode.values()) {
      if (!peer().runs(cell, mode)) {
        continue;
      }
      GridShape shape = mode == Mode.STREAMING ? ONE_STEP : SHAPE;
      Problem problem = Problem.random(cell, shape, zeroStates(), 7);
      try (Session ours = carousel.prepare(problem, mode);
          Session theirs = peer().prepare(problem, mode)) {
        for (int i = 0; i < 3; i++) {
          ours.step();
          theirs.step();
        }
        Result result = theirs.result();
        assertThat(Agreement.require(shape, ours.result(), result))
            .isLessThanOrEqualTo(Agreement.tolerance(shape));
        assertThat(result.gradients().isEmpty()).isEqualTo(mode != Mode.TRAINING);
      }
    }
  }
}
