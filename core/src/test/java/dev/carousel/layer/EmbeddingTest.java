package dev.carousel.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private final Kernels kernels = new EjmlKernels();
  private final Embedding layer =
      new Embedding("e", 3, 2, kernels, new PyTorchInitializer(), new RandomStream(1));
  private final Parameter table = layer.parameters().get(0);

  @BeforeEach
  void setTable() {
    kernels.write(table.value(), new float[] {1, 2, 3, 4, 5, 6});
  }

  @Test
  void looksRowsUp() {
    Tape tape = Tape.prediction(kernels);
    Variable rows = layer.apply(tape, new int[] {2, -1, 0, 2});

    assertThat(table.name()).isEqualTo("e.table");
    assertThat(rows.value().shape()).hasToString("[4, 2]");
    assertThat(kernels.toArray(rows.value())).containsExactly(5, 6, 0, 0, 1, 2, 5, 6);
  }

  @Test
  void gradientsOfEqualTokensAddUpAndPaddingHasNone() {
    Tape tape = Tape.training(kernels, new RandomStream(0));
    Variable rows = layer.apply(tape, new int[] {2, -1, 0, 2});
    Variable v = tape.constant(kernels.tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2));
    tape.backward(Reductions.sum(Elementwise.times(rows, v), 1));

    assertThat(kernels.toArray(table.gradient())).containsExactly(5, 6, 0, 0, 1 + 7, 2 + 8);
  }
}
