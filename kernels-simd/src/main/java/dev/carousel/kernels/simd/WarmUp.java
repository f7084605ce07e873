package dev.carousel.kernels.simd;

import dev.carousel.tensor.ArrayStorage;
import dev.carousel.tensor.ElementLoops;
import dev.carousel.tensor.FusedLoop;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Scalar;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Source;
import dev.carousel.tensor.PointwiseProgram.Vector;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.TiledPointwise;
import dev.carousel.tensor.Workers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs the loop of a program on made-up numbers until it is faster than the program's steps. */
final class WarmUp {
  private static final Logger LOG = System.getLogger(WarmUp.class.getName());
  private static final int WIDTH = 64;
  private static final int ROWS = 16;
  // Many short runs: the JIT compiler counts calls as well as rounds.
  private static final int SHORT_ROWS = 4;
  private static final int SHORT_RUNS = 200;
  private static final int TIMED_RUNS = 20;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final PointwiseProgram program;
  private final Pointwise stepByStep;
  private final Pointwise atOnce;
  private final Tensor[] tensors;
  private final float[] scalars;

  WarmUp(PointwiseProgram program, ElementLoops loops, FusedLoop loop) {
    this.program = program;
    stepByStep = new TiledPointwise(program, loops, Workers.none());
    atOnce = new TiledPointwise(program, loops, loop, Workers.none());
    int[] columns = new int[0];
    int scalarCount = 0;
    for (Source source : program.sources()) {
      if (source instanceof Rows rows) {
        columns = withTensor(columns, rows.tensor(), rows.column());
      } else if (source instanceof Vector vector) {
        columns = withTensor(columns, vector.tensor(), vector.column());
      } else if (source instanceof Scalar scalar) {
        scalarCount = Math.max(scalarCount, scalar.index() + 1);
      }
    }
    for (Sink sink : program.sinks()) {
      columns = withTensor(columns, sink.tensor(), sink.column());
    }
    tensors = Arrays.stream(columns).mapToObj(WarmUp::tensor).toArray(Tensor[]::new);
    scalars = new float[scalarCount];
  }

  private static int[] withTensor(int[] columns, int tensor, int column) {
    int[] with = Arrays.copyOf(columns, Math.max(columns.length, tensor + 1));
    with[tensor] = Math.max(with[tensor], column + WIDTH);
    return with;
  }

  private static Tensor tensor(int columns) {
    return new Tensor(Shape.of(ROWS, columns), new ArrayStorage(new float[ROWS * columns]));
  }

  /** Whether the loop has become faster than the steps. Takes a second or a few. */
  boolean makesFaster() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE) {
      for (int i = 0; i < SHORT_RUNS; i++) {
        run(atOnce, SHORT_ROWS);
      }
      if (fastest(atOnce) < fastest(stepByStep)) {
        return true;
      }
      LockSupport.parkNanos(PAUSE);
    }
    LOG.log(
        Level.INFO,
        "a loop of {0} steps stays slower than its steps one by one, which go on",
        program.steps().size());
    return false;
  }

  private long fastest(Pointwise pointwise) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < TIMED_RUNS; i++) {
      long start = System.nanoTime();
      run(pointwise, ROWS);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }

  private void run(Pointwise pointwise, int rows) {
    for (Tensor tensor : tensors) {
      Arrays.fill(ArrayStorage.of(tensor), 0.5f);
    }
    Arrays.fill(scalars, 0.5f);
    pointwise.run(tensors, new int[tensors.length], scalars, rows, WIDTH);
  }
}
