package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogitSequenceTest {
  // Step t of sequence b begins at (2t + b) * 2.
  private static final float[] OUTPUTS = {1, 2, 3, 4, 5, 6, 7, 9};

  private static Batch batch(int... lengths) {
    return new Batch(2, 2, lengths, new Inputs.Tokens(new int[4]), null, false);
  }

  @Test
  void readsItsOwnRows() {
    LogitSequence second = LogitSequence.of(OUTPUTS, batch(1, 2), 1);

    assertThat(second.length()).isEqualTo(2);
    assertThat(second.at(1).likeliest()).isEqualTo(1);
    assertThat(second.at(1).logProbability(0)).isCloseTo(-Math.log1p(Math.exp(2)), within(1e-12));
    double[] all = new double[5];
    second.logProbabilities(all);
    assertThat(all[2]).isCloseTo(second.at(1).logProbability(0), within(1e-12));
    assertThat(all[1]).isCloseTo(second.at(0).logProbability(1), within(1e-12));
    assertThat(all[4]).isZero();
    assertThat(LogitSequence.of(OUTPUTS, batch(1, 2), 0).length()).isEqualTo(1);
  }

  @Test
  void refusesOutputsThatAreNotOneRowAStep() {
    assertThatThrownBy(() -> LogitSequence.of(new float[6], batch(2, 2), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outputs: expected 4 rows, one a step of each sequence, got 6 numbers");
    assertThatThrownBy(() -> new LogitSequence(OUTPUTS, 2, 2, 0, 3))
        .hasMessage("outputs: expected 3 steps of 2 sequences with 2 classes, got 8 numbers");
    assertThatThrownBy(() -> new LogitSequence(OUTPUTS, 2, 2, 2, 1))
        .hasMessage("no sequence 2 of 2, with 1 steps of 2 classes");
  }
}
