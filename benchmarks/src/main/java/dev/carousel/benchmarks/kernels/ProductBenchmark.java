package dev.carousel.benchmarks.kernels;

import dev.carousel.benchmarks.engine.CarouselKernels;
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

/**
 * Products of a batch of rows with packed weights: a gate's product with the state for H = 128, 256
 * and 512, one sequence alone, odd sizes, a product with the input of all steps, and the readout of
 * a language model.
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
  @Param({
    "32,128,128",
    "64,256,256",
    "64,512,512",
    "1,128,128",
    "33,127,127",
    "1600,64,128",
    "400,200,10000"
  })
  public String shape;

  private Runnable product;
  private Runnable packing;

  /** Makes the operands. */
  @Setup
  public void prepare() {
    Kernels chosen = CarouselKernels.named(kernels);
    String[] sizes = shape.split(",");
    int rows = Integer.parseInt(sizes[0]);
    int depth = Integer.parseInt(sizes[1]);
    int columns = Integer.parseInt(sizes[2]);
    Tensor left = Gaussian.tensor(chosen, rows, depth);
    Tensor weights = Gaussian.tensor(chosen, columns, depth);
    product = CarouselKernels.product(chosen, left, weights, chosen.zeros(rows, columns));
    packing = CarouselKernels.packing(chosen, weights);
  }

  /** The product alone. */
  @Benchmark
  public void product() {
    product.run();
  }

  /** Packing the weights, once a batch. */
  @Benchmark
  public void pack() {
    packing.run();
  }
}
