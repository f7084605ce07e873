package dev.carousel.tensor;

import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Sink;
import java.util.List;

/**
 * A program that does nothing but sum rows of tensors, such as the gradients of biases. Threads
 * share its columns, so every sum is made in the same order by however many.
 */
final class RowSums implements Pointwise {
  private static final int GRAIN = 64;

  private final Rows[] blocks;
  private final Sink[] sinks;
  private final ElementLoops loops;
  private final Workers workers;

  RowSums(PointwiseProgram program, ElementLoops loops, Workers workers) {
    List<Sink> all = program.sinks();
    sinks = all.toArray(Sink[]::new);
    blocks = all.stream().map(sink -> program.sources().get(sink.value())).toArray(Rows[]::new);
    this.loops = loops;
    this.workers = workers;
  }

  /** Whether a program is of this kind. */
  static boolean fits(PointwiseProgram program) {
    return program.steps().isEmpty()
        && program.sources().stream().allMatch(Rows.class::isInstance)
        && program.sinks().stream().allMatch(sink -> sink.mode() == Sink.Mode.ADD_OVER_ROWS);
  }

  @Override
  public void run(Tensor[] tensors, int[] firstRows, float[] scalars, int rows, int width) {
    if ((long) rows * width < Workers.WORTH_SHARING) {
      sum(tensors, firstRows, rows, 0, width);
    } else {
      workers.overRanges(
          width, GRAIN, (from, to) -> sum(tensors, firstRows, rows, from, to - from));
    }
  }

  private void sum(Tensor[] tensors, int[] firstRows, int rows, int column, int columns) {
    for (int i = 0; i < sinks.length; i++) {
      Tensor from = tensors[blocks[i].tensor()];
      Tensor to = tensors[sinks[i].tensor()];
      int stride = from.columns();
      int start = firstRows[blocks[i].tensor()] * stride + blocks[i].column() + column;
      int toStart = firstRows[sinks[i].tensor()] * to.columns() + sinks[i].column() + column;
      loops.addRows(
          ArrayStorage.of(from), start, stride, rows, ArrayStorage.of(to), toStart, columns);
    }
  }
}
