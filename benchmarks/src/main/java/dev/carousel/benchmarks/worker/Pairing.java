package dev.carousel.benchmarks.worker;

import dev.carousel.benchmarks.engine.Engine;
import dev.carousel.benchmarks.engine.Session;
import dev.carousel.benchmarks.measure.Agreement;
import dev.carousel.benchmarks.measure.DisagreementException;
import dev.carousel.benchmarks.measure.Quartiles;
import dev.carousel.benchmarks.measure.Sampler;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times Carousel and its peers on one recurrent workload after another, each after their results
 * were found equal.
 *
 * @param carousel Carousel
 * @param peers the others
 * @param zeroStates whether the initial states are 0
 * @param threads how many threads all of them use
 * @param sampler how to time
 * @param file where to leave what was found
 */
record Pairing(
    Engine carousel,
    List<Engine> peers,
    boolean zeroStates,
    int threads,
    Sampler sampler,
    ResultFile file) {
  private static final long SEED = 1;
  private static final double WARM_UP_SECONDS = 1.5;

  /** Lets the virtual machine compile what every workload uses, before the first one is timed. */
  void warmUp() {
    GridShape shape = new GridShape(16, 20, 32, 64);
    for (BenchmarkCell cell : BenchmarkCell.values()) {
      try (Session session =
          carousel.prepare(Problem.random(cell, shape, zeroStates, SEED), Mode.TRAINING)) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_SECONDS * 1e9) {
          session.step();
        }
      }
    }
  }

  /** Times one workload on all systems that can run it. */
  void time(Section section, Mode mode, BenchmarkCell cell, GridShape shape) {
    List<Engine> able = peers.stream().filter(peer -> peer.runs(cell, mode)).toList();
    if (able.isEmpty()) {
      return;
    }
    Problem problem = Problem.random(cell, shape, zeroStates, SEED);
    Map<String, Session> sessions = new LinkedHashMap<>();
    try {
      Session ours = carousel.prepare(problem, mode);
      sessions.put(carousel.name(), ours);
      ours.step();
      double worst = 0;
      for (Engine peer : able) {
        Session theirs = peer.prepare(problem, mode);
        theirs.step();
        try {
          worst = Math.max(worst, Agreement.require(shape, ours.result(), theirs.result()));
          sessions.put(peer.name(), theirs);
        } catch (DisagreementException e) {
          theirs.close();
          file.add(
              Entry.of(
                  new Failure(
                      section,
                      cell.label(),
                      shape.toString(),
                      threads,
                      peer.name(),
                      e.getMessage())));
          System.err.printf(
              "%s %s %s: %s computes something else and is not timed: %s%n",
              section.label(), cell.label(), shape, peer.name(), e.getMessage());
        }
      }
      if (sessions.size() > 1) {
        measure(section, mode, problem, worst, sessions);
      }
    } finally {
      sessions.values().forEach(Session::close);
    }
  }

  private void measure(
      Section section,
      Mode mode,
      Problem problem,
      double difference,
      Map<String, Session> sessions) {
    List<Runnable> steps = new ArrayList<>();
    sessions.values().forEach(session -> steps.add(session::step));
    List<Quartiles> seconds = sampler.time(steps);
    List<Timing> timings = new ArrayList<>();
    for (String engine : sessions.keySet()) {
      timings.add(new Timing(engine, seconds.get(timings.size())));
    }
    Measured measured =
        new Measured(
            section,
            problem.cell().label(),
            problem.shape().toString(),
            threads,
            problem.cell().flops(problem.shape(), mode),
            "flop",
            difference,
            timings);
    file.add(Entry.of(measured));
    Progress.say(measured);
  }
}
