package dev.carousel.cell;

import dev.carousel.cell.Schedule.Phase;
import dev.carousel.cell.Schedule.Product;
import dev.carousel.cell.Schedule.Segment;
import dev.carousel.cell.Schedule.ToResult;
import dev.carousel.cell.Schedule.ToVector;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.Tensor;
import java.util.List;

/**
 * Does a schedule's work at every time step. The loop runs over ranges of sequences, which are
 * independent of each other, so the kernels may hand the ranges to several threads without a
 * barrier at each step.
 */
final class StepLoop {
  private static final float[] NO_SCALARS = {};
  private static final PackedMatrix[] NO_WEIGHTS = {};

  /** Work on adjacent rows, those of one step or of several whole ones. */
  @FunctionalInterface
  interface StepRows {
    /**
     * Does the work.
     *
     * @param step the first step
     * @param from the first sequence, in sorted order
     * @param rows how many rows from there on
     */
    void run(int step, int from, int rows);
  }

  private final Kernels kernels;
  private final Schedule schedule;
  private final Phase[] phases;
  private final Pointwise[] segments;
  // For each segment the number of a view that it writes, which is as wide as all it works on.
  private final int[] written;

  StepLoop(Kernels kernels, Schedule schedule) {
    this.kernels = kernels;
    this.schedule = schedule;
    this.phases = schedule.phases().toArray(Phase[]::new);
    this.segments = new Pointwise[phases.length];
    this.written = new int[phases.length];
    for (int i = 0; i < phases.length; i++) {
      if (phases[i] instanceof Segment segment) {
        segments[i] = kernels.compile(segment.program());
        written[i] = segment.program().sinks().get(0).tensor();
      }
    }
  }

  /**
   * From the first step to the last.
   *
   * @param before work on the rows of a few steps that is done before these steps, so that what it
   *     leaves is still in the cache
   */
  void forwards(Packing packing, Buffers buffers, PackedMatrix[] weights, StepRows before) {
    Tensor[] tensors = buffers.of(schedule.views());
    Addend[] addends = addends(tensors);
    int stride = packing.stride();
    kernels.overRows(
        packing.rows(),
        (from, to) -> {
          int[] firstRows = new int[tensors.length];
          for (int t = 0; t < packing.steps(); t++) {
            if (t % stride == 0) {
              overSteps(packing, t, from, to, before);
            }
            step(packing, t, from, to, tensors, firstRows, addends, weights);
          }
        });
  }

  /**
   * From the last step to the first, with sets of buffers that take turns so that what a step
   * writes is what the next one reads.
   *
   * @param turns the sets, the last step's first; after the last of them comes the first again
   * @param after work on the rows of a few steps that is done after these steps
   */
  void backwards(Packing packing, List<Buffers> turns, PackedMatrix[] weights, StepRows after) {
    Tensor[][] tensors = new Tensor[turns.size()][];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = turns.get(i).of(schedule.views());
    }
    Addend[] addends = addends(tensors[0]);
    int stride = packing.stride();
    kernels.overRows(
        packing.rows(),
        (from, to) -> {
          int[] firstRows = new int[tensors[0].length];
          for (int turn = 0; turn < packing.steps(); turn++) {
            int t = packing.steps() - 1 - turn;
            step(packing, t, from, to, tensors[turn % tensors.length], firstRows, addends, weights);
            if (t % stride == 0) {
              overSteps(packing, t, from, to, after);
            }
          }
        });
  }

  /** Work on the rows of some steps of the sequences {@code from} to {@code to}. */
  private static void overSteps(Packing packing, int first, int from, int to, StepRows work) {
    int last = Math.min(first + packing.stride(), packing.steps());
    if (from == 0 && to == packing.rows() && packing.batchSize(last - 1) == to) {
      work.run(first, 0, (last - first) * to);
      return;
    }
    for (int t = first; t < last; t++) {
      int rows = Math.min(to, packing.batchSize(t)) - from;
      if (rows > 0) {
        work.run(t, from, rows);
      }
    }
  }

  /**
   * Does the work of a few steps at once, on rows as they are handed to {@link StepRows}. For
   * schedules without products.
   */
  void run(Packing packing, Buffers buffers, int step, int from, int rows) {
    Tensor[] tensors = buffers.of(schedule.views());
    int[] firstRows = new int[tensors.length];
    Addend[] addends = new Addend[phases.length];
    int left = rows;
    for (int t = step; left > 0; t++) {
      int own = Math.min(left, packing.batchSize(t) - from);
      step(packing, t, from, from + own, tensors, firstRows, addends, NO_WEIGHTS);
      left -= own;
    }
  }

  /** One step of those of the sequences {@code from} to {@code to} that have it. */
  private void step(
      Packing packing,
      int t,
      int from,
      int to,
      Tensor[] tensors,
      int[] firstRows,
      Addend[] addends,
      PackedMatrix[] weights) {
    int rows = Math.min(to, packing.batchSize(t)) - from;
    if (rows <= 0) {
      return;
    }
    for (int v = 0; v < firstRows.length; v++) {
      firstRows[v] = schedule.views().get(v).firstRow(packing, t, from);
    }
    for (int i = 0; i < phases.length; i++) {
      if (phases[i] instanceof Product product) {
        kernels.product(
            tensors[product.left()],
            firstRows[product.left()],
            weights[product.weight()],
            addends[i],
            tensors[product.result()],
            firstRows[product.result()],
            rows);
      } else {
        segments[i].run(tensors, firstRows, NO_SCALARS, rows, tensors[written[i]].columns());
      }
    }
  }

  /** What each product is added to. */
  private Addend[] addends(Tensor[] tensors) {
    Addend[] addends = new Addend[phases.length];
    for (int i = 0; i < phases.length; i++) {
      if (phases[i] instanceof Product product) {
        if (product.addend() instanceof ToVector vector) {
          addends[i] = new Addend.Row(tensors[vector.view()], 0, vector.column());
        } else {
          addends[i] = product.addend() instanceof ToResult ? Addend.RESULT : Addend.NOTHING;
        }
      }
    }
    return addends;
  }
}
