package dev.carousel.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Signature;
import dev.carousel.train.TokenVectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private final Kernels kernels = new EjmlKernels();
  private final Embedding layer =
      new Embedding(
          "e", new Signature.Tokens(3), 2, kernels, new PyTorchInitializer(), new RandomStream(1));
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

  @Test
  void vectorsThatTokensComeWithAreWhereItBegins() {
    TokenVectors vectors =
        new TokenVectors(Path.of("some", "v.txt"), 2, Map.of(0, new float[] {7, 8}));
    Signature.Tokens tokens = new Signature.Tokens(3, Optional.of(vectors));
    float[] initial = begun(new Signature.Tokens(3), 2);
    float[] begun = begun(tokens, 2);

    assertThat(begun).startsWith(7, 8).endsWith(Arrays.copyOfRange(initial, 2, 6));
    assertThatThrownBy(() -> begun(tokens, 5))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the model's embedding has 5 elements a token, the vectors in 'v.txt' have 2; set"
                + " embedding to 2");
  }

  private float[] begun(Signature.Tokens tokens, int width) {
    Embedding begun =
        new Embedding("e", tokens, width, kernels, new PyTorchInitializer(), new RandomStream(1));
    return kernels.toArray(begun.parameters().get(0).value());
  }
}
