package dev.carousel.benchmarks.kernels;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
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

/** The gradient of stacked LSTM weights, a product summed over steps and sequences. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class WeightGradientBenchmark {
  /** Which kernels. */
  @Param({"simd", "ejml"})
  public String kernels;

  /** Rows summed over, 4 H, and the width of the operand. */
  @Param({"1600,512,128", "4096,1024,256", "6400,2048,512", "1221,508,61"})
  public String shape;

  private Kernels chosen;
  private int rows;
  private Tensor adjoints;
  private Tensor operand;
  private Tensor gradient;

  /** Makes the operands. */
  @Setup
  public void prepare() {
    chosen = MeasuredKernels.of(kernels);
    String[] sizes = shape.split(",");
    rows = Integer.parseInt(sizes[0]);
    int gates = Integer.parseInt(sizes[1]);
    int width = Integer.parseInt(sizes[2]);
    adjoints = MeasuredKernels.gaussian(chosen, rows, gates);
    operand = MeasuredKernels.gaussian(chosen, rows, width);
    gradient = chosen.zeros(gates, width);
  }

  /** The sum of outer products. */
  @Benchmark
  public Tensor sum() {
    chosen.addProductOverRows(adjoints, 0, 0, operand, 0, 0, rows, gradient);
    return gradient;
  }
}
