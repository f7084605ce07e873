package dev.carousel.benchmarks.engine;

import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;

/** A system that runs recurrent networks. */
public interface Engine {
  /**
   * Its name in reports, such as "libtorch".
   *
   * @return the name
   */
  String name();

  /**
   * Whether it can run a cell.
   *
   * @param cell the cell
   * @param mode forwards alone or with gradients
   * @return whether it can
   */
  boolean runs(BenchmarkCell cell, Mode mode);

  /**
   * Copies a problem into the system's own memory and layout.
   *
   * @param problem the problem
   * @param mode what the steps shall do
   * @return ready to step
   */
  Session prepare(Problem problem, Mode mode);
}
