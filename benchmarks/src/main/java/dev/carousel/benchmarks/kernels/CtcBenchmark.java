package dev.carousel.benchmarks.kernels;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.benchmarks.engine.CarouselKernels;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.data.Targets;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.Ctc;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.Arrays;
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
 * CTC and its gradient beside the layers that it trains: 16 sequences of 200 steps with 39 features
 * each, 40 labels of 30 kinds, two LSTM layers of 128 units in both directions.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CtcBenchmark {
  private static final int STEPS = 200;
  private static final int ROWS = 16;
  private static final int FEATURES = 39;
  private static final int UNITS = 128;
  private static final int KINDS = 30;
  private static final int LABELS = 40;

  /** Which kernels. */
  @Param({"simd", "ejml"})
  public String kernels;

  private final int[] lengths = new int[ROWS];
  private final int[][] labels = new int[ROWS][LABELS];
  private Kernels chosen;
  private Workspace workspace;
  private Tensor features;
  private Recurrent layers;
  private Parameter logits;

  /** Makes the layers, their inputs and, as of a model that has learnt nothing, the logits. */
  @Setup
  public void prepare() {
    chosen = CarouselKernels.named(kernels);
    workspace = new Workspace(chosen);
    RandomStream random = new RandomStream(1);
    Arrays.fill(lengths, STEPS);
    for (int[] row : labels) {
      Arrays.setAll(row, i -> 1 + random.nextInt(KINDS));
    }
    features = Gaussian.tensor(chosen, STEPS * ROWS, FEATURES);
    RecurrentStack stack = new RecurrentStack(new Lstm(UNITS, 1), 2, true, 0);
    layers = new Recurrent("layers", stack, FEATURES, chosen, new PyTorchInitializer(), random);
    logits =
        new Parameter(
            "logits",
            Gaussian.tensor(chosen, STEPS * ROWS, KINDS + 1),
            chosen.zeros(STEPS * ROWS, KINDS + 1));
  }

  /** Forwards and backwards through the layers. */
  @Benchmark
  public Variable layers() {
    workspace.release();
    Tape tape = Tape.training(workspace, new RandomStream(2));
    Variable outputs = layers.apply(tape.constant(features), STEPS, lengths).sequence();
    Variable sum = Reductions.sum(outputs, 1);
    tape.backward(sum);
    return sum;
  }

  /** Loss and gradient. */
  @Benchmark
  public Variable ctc() {
    workspace.release();
    Tape tape = Tape.training(workspace, new RandomStream(2));
    Targets targets = new Targets.Sequences(STEPS, lengths, labels);
    Variable loss = new Ctc(Ctc.Impossible.REFUSE).of(tape.parameter(logits), targets);
    tape.backward(loss);
    return loss;
  }
}
