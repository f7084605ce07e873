package dev.carousel.benchmarks.kernels;

import static dev.carousel.expression.Functions.operand;

import dev.carousel.benchmarks.engine.CarouselKernels;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Functions;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Pointwise programs over 64 rows of 256 units: single functions, and the gates of an LSTM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PointwiseBenchmark {
  private static final int ROWS = 64;
  private static final int UNITS = 256;
  private static final int[] FIRST_ROWS = new int[7];
  private static final float[] NO_SCALARS = {};

  /** Which kernels. */
  @Param({"simd", "ejml"})
  public String kernels;

  /** What is computed. */
  @Param({"sigmoid", "tanh", "exp", "lstm"})
  public String program;

  private Pointwise pointwise;
  private Tensor[] tensors;

  /** Compiles the program. */
  @Setup
  public void prepare() {
    Kernels chosen = CarouselKernels.named(kernels);
    Expression[] gates = new Expression[4];
    Map<Expression, PointwiseProgram.Source> leaves = new HashMap<>();
    for (int g = 0; g < gates.length; g++) {
      gates[g] = operand("a" + g);
      leaves.put(gates[g], new Rows(g, 0));
    }
    Expression c = operand("c");
    leaves.put(c, new Rows(gates.length, 0));
    PointwiseProgram.Builder builder = new PointwiseProgram.Builder(leaves);
    switch (program) {
      case "sigmoid" -> store(builder, Functions.sigmoid(gates[0]), 5);
      case "tanh" -> store(builder, Functions.tanh(gates[0]), 5);
      case "exp" -> store(builder, Functions.exp(gates[0]), 5);
      case "lstm" -> {
        Expression next =
            Functions.sigmoid(gates[1])
                .times(c)
                .plus(Functions.sigmoid(gates[0]).times(Functions.tanh(gates[2])));
        store(builder, next, 5);
        store(builder, Functions.sigmoid(gates[3]).times(Functions.tanh(next)), 6);
      }
      default -> throw new IllegalArgumentException("no program '" + program + "'");
    }
    pointwise = chosen.compile(builder.build());
    // The gates, the state before, and what is written.
    tensors = new Tensor[gates.length + 3];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = Gaussian.tensor(chosen, ROWS, UNITS);
    }
  }

  private static void store(PointwiseProgram.Builder builder, Expression value, int tensor) {
    builder.sink(value, tensor, 0, Sink.Mode.STORE);
  }

  /** One pass over the data. */
  @Benchmark
  public Tensor[] run() {
    pointwise.run(tensors, FIRST_ROWS, NO_SCALARS, ROWS, UNITS);
    return tensors;
  }
}
