package dev.carousel.benchmarks.libtorch;

import dev.carousel.benchmarks.engine.Engine;
import dev.carousel.benchmarks.engine.Session;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;

/**
 * libtorch as a user would drive it: the fused call where there is one for the cell, tensor
 * operations step by step where there is none.
 */
public final class LibtorchEngine implements Engine {
  private final Libtorch libtorch;

  /**
   * An engine on a loaded library.
   *
   * @param libtorch the library
   */
  public LibtorchEngine(Libtorch libtorch) {
    this.libtorch = libtorch;
  }

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public boolean runs(BenchmarkCell cell, Mode mode) {
    return true;
  }

  @Override
  public Session prepare(Problem problem, Mode mode) {
    RecurrentCall call =
        switch (problem.cell()) {
          case RNN, LSTM, GRU_AFTER -> new FusedCall(problem);
          case PEEPHOLE_LSTM, GRU_BEFORE, CUSTOM -> new StepwiseCall(problem);
        };
    return new LibtorchSession(libtorch, problem, mode, call);
  }
}
