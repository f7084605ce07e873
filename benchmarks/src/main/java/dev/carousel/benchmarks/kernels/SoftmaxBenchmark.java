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

/** Softmax cross-entropy and its gradient, for 400 tokens of a vocabulary of 10,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SoftmaxBenchmark {
  private static final int ROWS = 400;
  private static final int CLASSES = 10_000;

  /** Which kernels. */
  @Param({"simd", "ejml"})
  public String kernels;

  private Kernels chosen;
  private Tensor logits;
  private Tensor gradient;
  private final int[] targets = new int[ROWS];

  /** Makes the logits. */
  @Setup
  public void prepare() {
    chosen = CarouselKernels.named(kernels);
    logits = Gaussian.tensor(chosen, ROWS, CLASSES);
    gradient = chosen.zeros(ROWS, CLASSES);
    for (int i = 0; i < ROWS; i++) {
      targets[i] = i * 37 % CLASSES;
    }
  }

  /** Loss and gradient. */
  @Benchmark
  public double crossEntropy() {
    return chosen.softmaxCrossEntropy(logits, targets, 1, gradient);
  }
}
