package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Literal;
import dev.carousel.tensor.PointwiseProgram.RowMean;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Scalar;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Source;
import dev.carousel.tensor.PointwiseProgram.Step;
import dev.carousel.tensor.PointwiseProgram.Vector;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.TiledPointwise;
import dev.carousel.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as one loop beside the same programs step by step: the same bits. */
class LoopWriterTest {
  private static final int PROGRAMS = 150;
  // Whole tiles and odd ends, one row and many, one unit and more than a tile of them.
  private static final int[][] SIZES = {{1, 1}, {1, 64}, {3, 37}, {20, 50}, {64, 64}, {2, 1100}};
  private static final int TENSORS = 6;

  private final Kernels kernels = new SimdKernels();
  private final VectorLoops loops = new VectorLoops();

  /** Any program: sources of every kind, steps of every operator, some tensors read and written. */
  private static PointwiseProgram program(RandomStream random) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sources.add(new Rows(i, 0));
    }
    sources.add(new Rows(TENSORS, 3));
    sources.add(new Vector(TENSORS + 1, 2));
    sources.add(new Scalar(1));
    sources.add(new Literal(1.5f));
    List<Step> steps = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      int values = sources.size() + i;
      int operator = random.nextInt(15);
      if (operator < UnaryOperator.values().length) {
        steps.add(new Apply(UnaryOperator.values()[operator], random.nextInt(values)));
      } else {
        BinaryOperator binary = BinaryOperator.values()[operator - UnaryOperator.values().length];
        steps.add(new Combine(binary, random.nextInt(values), random.nextInt(values)));
      }
    }
    List<Sink> sinks = new ArrayList<>();
    int last = sources.size() + count - 1;
    sinks.add(new Sink(last, random.nextInt(TENSORS), 0, Sink.Mode.STORE));
    sinks.add(new Sink(random.nextInt(last + 1), TENSORS + 2, 0, Sink.Mode.STORE));
    sinks.add(new Sink(random.nextInt(last + 1), TENSORS + 3, 0, Sink.Mode.ADD));
    sinks.add(new Sink(random.nextInt(last + 1), TENSORS + 4, 5, Sink.Mode.STORE));
    if (random.nextInt(2) == 0) {
      sinks.add(new Sink(last, TENSORS + 5, 1, Sink.Mode.ADD_OVER_ROWS));
    }
    return new PointwiseProgram(sources, steps, sinks);
  }

  private Tensor[] tensors(int rows, int width) {
    RandomStream random = new RandomStream(rows * 31L + width);
    Tensor[] tensors = new Tensor[TENSORS + 6];
    for (int i = 0; i < tensors.length; i++) {
      int more = i == TENSORS || i > TENSORS && i != TENSORS + 2 && i != TENSORS + 3 ? 7 : 0;
      float[] values = new float[(rows + 2) * (width + more)];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) (4 * random.nextGaussian());
      }
      tensors[i] = kernels.tensor(values, rows + 2, width + more);
    }
    return tensors;
  }

  private float[][] results(Pointwise pointwise, int rows, int width) {
    Tensor[] tensors = tensors(rows, width);
    int[] firstRows = new int[tensors.length];
    for (int i = 0; i < firstRows.length; i++) {
      firstRows[i] = i % 3;
    }
    pointwise.run(tensors, firstRows, new float[] {7, -0.25f}, rows, width);
    float[][] results = new float[tensors.length][];
    for (int i = 0; i < results.length; i++) {
      results[i] = new float[tensors[i].shape().elements()];
      kernels.read(tensors[i], results[i]);
    }
    return results;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void oneLoopHasTheBitsOfItsSteps(int threads) {
    Workers workers = threads == 1 ? Workers.none() : Workers.of(threads);
    for (int seed = 0; seed < PROGRAMS; seed++) {
      PointwiseProgram program = program(new RandomStream(seed));
      Pointwise steps = new TiledPointwise(program, loops, workers);
      Pointwise atOnce = new TiledPointwise(program, loops, LoopWriter.loop(program), workers);
      for (int[] size : SIZES) {
        float[][] expected = results(steps, size[0], size[1]);
        float[][] actual = results(atOnce, size[0], size[1]);
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i])
              .as("seed %d, %d rows of %d, tensor %d, %s", seed, size[0], size[1], i, program)
              .isEqualTo(expected[i]);
        }
      }
    }
  }

  @Test
  void meansOverRowsStayASteps() {
    PointwiseProgram program =
        new PointwiseProgram(
            List.of(new Rows(0, 0)),
            List.of(new RowMean(0)),
            List.of(new Sink(1, 1, 0, Sink.Mode.STORE)));
    assertThat(LoopWriter.fits(program)).isFalse();
    assertThatThrownBy(() -> LoopWriter.loop(program))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("RowMean[argument=0] is not a step on elements");
  }
}
