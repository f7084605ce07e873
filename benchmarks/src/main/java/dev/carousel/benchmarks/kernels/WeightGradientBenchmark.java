package dev.carousel.benchmarks.kernels;

import dev.carousel.benchmarks.engine.CarouselKernels;
import dev.carousel.tensor.Kernels;
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

/** The gradient of a gate's weights, a product summed over steps and sequences. */
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

  /** Rows summed over, H, and the width of the operand. */
  @Param({"1600,128,128", "4096,256,256", "6400,512,512", "1221,127,61"})
  public String shape;

  private Runnable sum;

  /** Makes the operands. */
  @Setup
  public void prepare() {
    Kernels chosen = CarouselKernels.named(kernels);
    String[] sizes = shape.split(",");
    int rows = Integer.parseInt(sizes[0]);
    int units = Integer.parseInt(sizes[1]);
    int width = Integer.parseInt(sizes[2]);
    sum =
        CarouselKernels.weightGradient(
            chosen,
            Gaussian.tensor(chosen, rows, units),
            Gaussian.tensor(chosen, rows, width),
            chosen.zeros(units, width));
  }

  /** The sum of outer products. */
  @Benchmark
  public void sum() {
    sum.run();
  }
}
