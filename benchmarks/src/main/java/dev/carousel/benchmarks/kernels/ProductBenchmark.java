package dev.carousel.benchmarks.kernels;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
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

/**
 * Products of a batch of rows with packed weights, in the shapes of an LSTM: a step's product with
 * the state for H = 128, 256 and 512, one sequence alone, odd sizes, and a product with the input
 * of all steps.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ProductBenchmark {
  /** Which kernels. */
  @Param({"simd", "ejml"})
  public String kernels;

  /** Rows, depth and columns. */
  @Param({"32,128,512", "64,256,1024", "64,512,2048", "1,128,512", "33,127,508", "1600,64,512"})
  public String shape;

  private Kernels chosen;
  private int rows;
  private Tensor left;
  private Tensor right;
  private PackedMatrix packed;
  private Tensor result;

  /** Makes the operands. */
  @Setup
  public void prepare() {
    chosen = MeasuredKernels.of(kernels);
    String[] sizes = shape.split(",");
    rows = Integer.parseInt(sizes[0]);
    int depth = Integer.parseInt(sizes[1]);
    int columns = Integer.parseInt(sizes[2]);
    left = MeasuredKernels.gaussian(chosen, rows, depth);
    right = MeasuredKernels.gaussian(chosen, columns, depth);
    packed = chosen.pack(right, true);
    result = chosen.zeros(rows, columns);
  }

  /** The product alone. */
  @Benchmark
  public Tensor product() {
    chosen.product(left, 0, 0, packed, result, 0, 0, rows, false);
    return result;
  }

  /** Packing the weights, once a batch. */
  @Benchmark
  public PackedMatrix pack() {
    return chosen.pack(right, true);
  }
}
