package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.cell.Cell;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceModel;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import dev.carousel.optim.Adam;
import dev.carousel.optim.Clipping;
import dev.carousel.optim.Updates;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import dev.carousel.tensor.WrappedKernels;
import dev.carousel.testkit.TestCellsTest.PeepholeLstm;
import dev.carousel.train.Signature;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** After the first mini-batches training asks its kernels for no more memory. */
@ParameterizedClass
@MethodSource("cells")
class MemoryUsedAgainTest {
  private static final int TOKENS = 11;

  /** Counts what is allocated. */
  private static final class Counting extends WrappedKernels {
    int count;

    Counting() {
      super(new EjmlKernels());
    }

    @Override
    public Tensor allocate(Shape shape) {
      count++;
      return super.allocate(shape);
    }

    @Override
    public PackedMatrix allocatePacked(int rows, int columns) {
      count++;
      return super.allocatePacked(rows, columns);
    }
  }

  static List<Cell> cells() {
    return List.of(
        new PeepholeLstm(5, 1),
        new Zoneout(new VariationalDropout(new PeepholeLstm(5, 1), 0.2, 0.2), 0.1, 0.1));
  }

  private final Counting kernels = new Counting();
  private final Workspace workspace = new Workspace(kernels);
  private final RandomStream random = new RandomStream(3);
  private final SequenceModel model;
  private final List<Parameter> parameters;
  private final Updates updates;

  MemoryUsedAgainTest(Cell cell) {
    model =
        SequenceModel.of(
            new Signature(new Signature.Tokens(TOKENS), TOKENS, true, true),
            Optional.empty(),
            OptionalInt.of(6),
            new RecurrentStack(cell, 2, false, 0.25),
            0.25,
            new PyTorchInitializer(),
            kernels,
            random);
    parameters = model.parameters();
    updates = new Adam(0.01, 0.9, 0.999, 1e-8).start(kernels, parameters);
  }

  @Test
  void equalBatches() {
    step(7, 7, 7, 7);
    int before = kernels.count;
    for (int i = 0; i < 5; i++) {
      step(7, 7, 7, 7);
    }

    assertThat(kernels.count).isEqualTo(before);
  }

  /** Shorter batches fit into the memory of longer ones, of which few sizes are kept. */
  @Test
  void batchesOfManyLengths() {
    for (int longest = 1; longest <= 40; longest++) {
      step(longest, longest, (longest + 1) / 2, 1);
    }
    int before = kernels.count;
    for (int longest = 40; longest >= 1; longest--) {
      step(longest, longest, (longest + 1) / 2, 1);
    }

    assertThat(kernels.count).isEqualTo(before);
  }

  private void step(int steps, int... lengths) {
    int[] ids = new int[steps * lengths.length];
    int[] labels = new int[ids.length];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < lengths.length; i++) {
        int row = t * lengths.length + i;
        ids[row] = row % TOKENS;
        labels[row] = t < lengths[i] ? (row + 1) % TOKENS : -1;
      }
    }
    Batch batch =
        new Batch(
            steps,
            lengths.length,
            lengths,
            new Inputs.Tokens(ids),
            new Targets.Labels(labels),
            false);
    for (Parameter parameter : parameters) {
      kernels.fill(parameter.gradient(), 0);
    }
    workspace.release();
    Tape tape = Tape.training(workspace, random);
    tape.backward(new CrossEntropy().of(model.outputs(tape, batch), batch.targets()));
    updates.step(0.01, Clipping.factor(Clipping.globalNorm(kernels, parameters), 1));
  }
}
