package dev.carousel.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BenchmarkCellTest {
  @ParameterizedTest
  @EnumSource(BenchmarkCell.class)
  void namesTheWeightsOfItsEquations(BenchmarkCell cell) {
    Problem problem = Problem.random(cell, new GridShape(2, 3, 4, 5), false, 1);
    var equations = cell.cell(5).equations();

    assertThat(problem.weights().values().stream().mapToLong(w -> w.length).sum())
        .isEqualTo(equations.parameters(4));
    equations
        .products()
        .values()
        .forEach(
            group ->
                group.forEach(
                    product -> assertThat(problem.weights()).containsKey(product.weight())));
    equations.vectors().forEach(vector -> assertThat(problem.weights()).containsKey(vector.name()));
    equations.states().forEach(state -> assertThat(problem.states()).containsKey(state.name()));
  }

  @Test
  void countsTheOperationsOfItsProducts() {
    GridShape shape = new GridShape(2, 3, 4, 5);
    // Two operations, four gates of 5 units, 4 + 5 wide, 3 steps of 2 sequences.
    assertThat(BenchmarkCell.LSTM.flops(shape, Mode.INFERENCE)).isEqualTo(2 * 4 * 5 * 9 * 6);
    assertThat(BenchmarkCell.LSTM.flops(shape, Mode.TRAINING)).isEqualTo(3 * 2 * 4 * 5 * 9 * 6);
  }

  @Test
  void isFoundByItsLabel() {
    assertThat(BenchmarkCell.parse("gru-after")).isEqualTo(BenchmarkCell.GRU_AFTER);
    assertThatThrownBy(() -> BenchmarkCell.parse("gru"))
        .hasMessage(
            "no cell 'gru'; there are rnn, lstm, peephole-lstm, gru-after, gru-before, custom");
  }
}
