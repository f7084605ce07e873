package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellTensors;
import dev.carousel.cell.Packing;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.peephole.PeepholeLstm;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After warm-up a training step takes no memory but that of a few objects that steer it. */
class TrainingAllocationTest {
  // So many that the JIT compiler is through with it even on a busy machine.
  private static final int ROUNDS = 5_000;
  // One activation of all steps of the smaller batch below would be 4 · 30 · 40 · 48 bytes = 230
  // kB.
  private static final long LIMIT = 16_384;

  private final Kernels kernels = new SimdKernels();

  static Stream<Cell> cells() {
    return Stream.of(
        new PeepholeLstm(48, 1), new Gru(48, Gru.Reset.AFTER), new Gru(48, Gru.Reset.BEFORE));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void trainingStepAllocatesNoActivations(Cell cell) {
    Runnable small = step(cell, 8, 10);
    Runnable large = step(cell, 16, 20);

    assertThat(allocated(small)).isLessThan(LIMIT);
    assertThat(allocated(large)).isLessThan(LIMIT);
  }

  private Runnable step(Cell cell, int sequences, int steps) {
    SequenceRunner runner = new SequenceRunner(cell.equations(), kernels);
    int[] lengths = new int[sequences];
    Arrays.fill(lengths, steps);
    Packing packing = Packing.of(steps, sequences, lengths);
    List<Tensor> weights = new ArrayList<>();
    for (Shape shape : runner.shapes(20)) {
      weights.add(kernels.zeros(shape.sizes()));
    }
    int last = weights.size() - 1;
    CellTensors tensors = new CellTensors(weights.subList(0, last), weights.get(last));
    List<Tensor> states =
        cell.equations().states().stream()
            .map(state -> kernels.zeros(sequences, cell.units()))
            .toList();
    Tensor input = kernels.zeros(sequences * steps, 20);
    Tensor adjoint = kernels.zeros(sequences * steps, cell.units());
    Workspace workspace = new Workspace(kernels);
    return () -> {
      workspace.release();
      SequenceRunner.Pass pass = runner.forward(tensors, input, states, packing, true, workspace);
      runner.backward(pass, adjoint, states, tensors);
    };
  }

  private static long allocated(Runnable step) {
    assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
        "this JVM does not count what threads allocate");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least >= LIMIT; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      step.run();
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }
}
