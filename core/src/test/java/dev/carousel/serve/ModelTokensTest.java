package dev.carousel.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Logits;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Hypothesis;
import dev.carousel.expression.Functions;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ModelTokensTest {
  private static final int V = 5;
  private static final int STEPS = 7;

  // Logits of size 1 in float32, after at most 7 steps, the same sums perhaps in another order.
  private static final float ROUNDING = 1e-5f;

  private static final Kernels KERNELS = new EjmlKernels();

  /** h' = tanh(W x + U h + b), c' = (c + h') / 2. */
  private record TwoStates(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var c = eq.state("c");
      var hNext = eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h)));
      var cNext = eq.next(c, c.plus(hNext).times(Functions.constant(0.5)));
      return eq.output(cNext);
    }
  }

  private static Model model() {
    return new SequenceArchitecture(
            new RecurrentStack(new TwoStates(6), 2, false, 0.3),
            OptionalInt.of(3),
            0.2,
            new UniformInitializer(1))
        .build(new Signature(new Signature.Tokens(V), V, true, true), KERNELS, new RandomStream(4));
  }

  private static ModelTokens tokens(Model model, int rows) {
    return new ModelTokens(model, V, rows, KERNELS);
  }

  /** The logits after each step of one sequence, in one pass. */
  private static float[][] whole(int... ids) {
    Batch batch =
        new Batch(ids.length, 1, new int[] {ids.length}, new Inputs.Tokens(ids), null, false);
    float[] logits = KERNELS.toArray(model().outputs(Tape.prediction(KERNELS), batch).value());
    float[][] steps = new float[ids.length][];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = Arrays.copyOfRange(logits, t * V, (t + 1) * V);
    }
    return steps;
  }

  private static float[] row(float[] logits, int row) {
    return Arrays.copyOfRange(logits, row * V, (row + 1) * V);
  }

  @Property(tries = 50)
  void tokenByTokenIsTheWholePass(@ForAll @IntRange(min = 1, max = 4) int rows, @ForAll long seed) {
    RandomStream random = new RandomStream(seed);
    int[][] sequences = new int[rows][];
    for (int b = 0; b < rows; b++) {
      sequences[b] = random.ints(STEPS, 0, V).toArray();
    }
    ModelTokens tokens = tokens(model(), rows);
    for (int t = 0; t < STEPS; t++) {
      int step = t;
      float[] logits = tokens.read(Arrays.stream(sequences).mapToInt(ids -> ids[step]).toArray());
      for (int b = 0; b < rows; b++) {
        assertThat(row(logits, b)).containsExactly(whole(sequences[b])[t], within(ROUNDING));
      }
    }
  }

  @Test
  void severalStepsAreReadAtOnce() {
    ModelTokens tokens = tokens(model(), 2);
    tokens.readAll(new int[] {1, 2, 3, 4}, 2);
    float[] logits = tokens.readAll(new int[] {0, 1, 2, 3, 4, 0}, 3);

    for (int t = 0; t < 3; t++) {
      assertThat(row(logits, t * 2)).containsExactly(whole(1, 3, 0, 2, 4)[2 + t], within(ROUNDING));
      assertThat(row(logits, t * 2 + 1))
          .containsExactly(whole(2, 4, 1, 3, 0)[2 + t], within(ROUNDING));
    }
  }

  @Test
  void sequencesAreReorderedDroppedAndRepeated() {
    ModelTokens tokens = tokens(model(), 3);
    tokens.read(new int[] {1, 2, 3});
    tokens.select(new int[] {2, 0});
    assertThat(tokens.rows()).isEqualTo(2);
    float[] two = tokens.read(new int[] {4, 0});
    assertThat(row(two, 0)).containsExactly(whole(3, 4)[1], within(ROUNDING));
    assertThat(row(two, 1)).containsExactly(whole(1, 0)[1], within(ROUNDING));

    tokens.select(new int[] {1, 1, 0, 1});
    float[] four = tokens.read(new int[] {0, 1, 2, 3});
    assertThat(row(four, 0)).containsExactly(whole(1, 0, 0)[2], within(ROUNDING));
    assertThat(row(four, 1)).containsExactly(whole(1, 0, 1)[2], within(ROUNDING));
    assertThat(row(four, 2)).containsExactly(whole(3, 4, 2)[2], within(ROUNDING));
    assertThat(row(four, 3)).containsExactly(whole(1, 0, 3)[2], within(ROUNDING));
    assertThat(tokens.vocabulary()).isEqualTo(V);
    assertThat(tokens.attention()).isEmpty();
  }

  @Test
  void sequencesAreSelectedBeforeTheyBegin() {
    ModelTokens tokens = tokens(model(), 1);
    tokens.select(new int[] {0, 0});

    float[] logits = tokens.read(new int[] {3, 1});

    assertThat(row(logits, 0)).containsExactly(whole(3)[0], within(ROUNDING));
    assertThat(row(logits, 1)).containsExactly(whole(1)[0], within(ROUNDING));
  }

  @Test
  void sequencesBeginAfreshWhateverTheModelWasAskedBefore() {
    Model model = model();
    tokens(model, 2).readAll(new int[] {1, 2, 3, 4}, 2);

    assertThat(tokens(model, 1).read(new int[] {2})).containsExactly(whole(2)[0], within(ROUNDING));
  }

  /** The widest beam finds the likeliest of all sequences of three tokens without an end. */
  @Test
  void beamsSearchThroughIt() {
    int end = 0;
    List<Hypothesis> found =
        new BeamSearch(V * V * V, 3, 0, 0, 0)
            .search(tokens(model(), 1), new int[] {1}, 1, end)
            .get(0);

    double best = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < V; a++) {
      for (int b = 0; b < V; b++) {
        for (int c = 0; c < V; c++) {
          float[][] logits = whole(1, a, b);
          double sum = new Logits(logits[0], 0, V).logProbability(a);
          if (a != end) {
            sum += new Logits(logits[1], 0, V).logProbability(b);
          }
          if (a != end && b != end) {
            sum += new Logits(logits[2], 0, V).logProbability(c);
          }
          best = Math.max(best, sum);
        }
      }
    }
    assertThat(found.get(0).logProbability()).isCloseTo(best, within((double) 3 * ROUNDING));
  }

  @Test
  void wrongUseIsRefused() {
    ModelTokens tokens = tokens(model(), 2);

    assertThatThrownBy(() -> tokens.read(new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 tokens for 1 steps of 2 sequences side by side");
    assertThatThrownBy(() -> tokens.select(new int[] {2}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aModelWithoutStatesIsRefused() {
    Model forgetful =
        new Model() {
          @Override
          public List<Parameter> parameters() {
            return List.of();
          }

          @Override
          public Variable outputs(Tape tape, Batch batch) {
            return tape.constant(tape.tensor(new float[batch.rows() * V], batch.rows(), V));
          }
        };

    assertThatThrownBy(() -> tokens(forgetful, 1).read(new int[] {1}))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "this model carries no states from step to step, so it cannot be asked for one token"
                + " after another");
  }
}
