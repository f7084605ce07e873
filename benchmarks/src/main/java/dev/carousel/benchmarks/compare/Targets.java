package dev.carousel.benchmarks.compare;

import dev.carousel.benchmarks.compare.Ratios.Ratio;
import dev.carousel.benchmarks.worker.Measured;
import dev.carousel.benchmarks.worker.PeakMemory;
import dev.carousel.benchmarks.worker.Peer;
import dev.carousel.benchmarks.worker.Section;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.GridShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The targets, each beside what was reached. A ratio is Carousel's rate over the peer's; targets of
 * which nothing was measured are left out.
 *
 * @param measured all timed workloads
 * @param memory all processes whose memory was measured
 */
record Targets(List<Measured> measured, List<PeakMemory> memory) {
  private static final String CAROUSEL = "carousel";
  private static final String LIBTORCH = Peer.LIBTORCH.label();
  private static final String ONNXRUNTIME = Peer.ONNXRUNTIME.label();
  private static final String DEEPLEARNING4J = Peer.DEEPLEARNING4J.label();

  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    List<Integer> threads = measured.stream().map(Measured::threads).distinct().sorted().toList();
    for (int count : threads) {
      overPeers(count, figures);
    }
    for (int count : threads) {
      overOwn(count, figures);
    }
    if (threads.contains(1) && threads.contains(2)) {
      twoThreads()
          .ifPresent(
              r -> figures.add(Figure.mean("two threads over one, training, B ≥ 32", 0, r, 1.85)));
    }
    for (int count : threads) {
      ratios(count, Section.LANGUAGE_MODEL, m -> true, m -> m.ratio(LIBTORCH))
          .ifPresent(
              r ->
                  figures.add(
                      Figure.mean("PTB small training, tokens over libtorch", count, r, 1.05)));
    }
    memoryRatios()
        .ifPresent(
            r ->
                figures.add(
                    Figure.atMost(
                        "peak memory of training beyond the base, over libtorch", 1, r, 1)));
    return figures;
  }

  private void overPeers(int threads, List<Figure> figures) {
    training(threads, BenchmarkCell.LSTM, LIBTORCH)
        .ifPresent(
            r ->
                figures.add(
                    Figure.meanAndLowest("lstm training over libtorch", threads, r, 1.25, 1)));
    training(threads, BenchmarkCell.GRU_AFTER, LIBTORCH)
        .ifPresent(
            r ->
                figures.add(
                    Figure.meanAndLowest("gru-after training over libtorch", threads, r, 2, 1)));
    for (BenchmarkCell cell : List.of(BenchmarkCell.PEEPHOLE_LSTM, BenchmarkCell.CUSTOM)) {
      training(threads, cell, LIBTORCH)
          .ifPresent(
              r ->
                  figures.add(
                      Figure.mean(
                          cell.label() + " training over libtorch step by step", threads, r, 5)));
    }
    inference(threads, BenchmarkCell.LSTM)
        .ifPresent(
            r -> figures.add(Figure.mean("lstm inference over the better peer", threads, r, 1)));
    inference(threads, BenchmarkCell.GRU_AFTER)
        .ifPresent(
            r ->
                figures.add(
                    Figure.mean("gru-after inference over the better peer", threads, r, 1.3)));
    ratios(threads, Section.TRAINING, m -> true, m -> m.ratio(DEEPLEARNING4J))
        .ifPresent(
            r ->
                figures.add(Figure.every("any training step over deeplearning4j", threads, r, 10)));
  }

  private void overOwn(int threads, List<Figure> figures) {
    for (BenchmarkCell cell :
        List.of(BenchmarkCell.PEEPHOLE_LSTM, BenchmarkCell.GRU_BEFORE, BenchmarkCell.CUSTOM)) {
      ratios(
              threads,
              Section.TRAINING,
              m -> is(m, cell) && paired(m) && shape(m).units() >= 128,
              m -> rate(m).flatMap(own -> lstm(m).flatMap(Targets::rate).map(lstm -> own / lstm)))
          .ifPresent(
              r ->
                  figures.add(
                      Figure.mean(
                          cell.label() + " GFLOP/s over own lstm, H ≥ 128", threads, r, 0.9)));
    }
    ratios(
            threads,
            Section.TRAINING,
            m -> paired(m) && shape(m).units() >= 256,
            m -> rate(m).flatMap(own -> sgemm(threads).map(best -> own / best)))
        .ifPresent(
            r ->
                figures.add(
                    Figure.mean("share of the best sgemm, training, H ≥ 256", threads, r, 0.75)));
  }

  private Optional<Ratios> training(int threads, BenchmarkCell cell, String peer) {
    return ratios(threads, Section.TRAINING, m -> is(m, cell), m -> m.ratio(peer));
  }

  private Optional<Ratios> inference(int threads, BenchmarkCell cell) {
    return ratios(threads, Section.INFERENCE, m -> is(m, cell), Targets::overBetter);
  }

  private static Optional<Double> overBetter(Measured measured) {
    return Stream.of(LIBTORCH, ONNXRUNTIME)
        .flatMap(peer -> measured.ratio(peer).stream())
        .min(Double::compare);
  }

  private Optional<Ratios> twoThreads() {
    return ratios(
        2,
        Section.TRAINING,
        m -> paired(m) && shape(m).batch() >= 32,
        two ->
            measured.stream()
                .filter(m -> m.threads() == 1 && paired(m) && alike(m, two))
                .findFirst()
                .flatMap(Targets::rate)
                .flatMap(one -> rate(two).map(rate -> rate / one)));
  }

  private Optional<Ratios> memoryRatios() {
    List<Ratio> ratios = new ArrayList<>();
    for (PeakMemory ours : memory) {
      memory.stream()
          .filter(m -> ours.engine().equals(CAROUSEL) && m.engine().equals(LIBTORCH))
          .filter(m -> m.cell().equals(ours.cell()) && m.shape().equals(ours.shape()))
          .findFirst()
          .ifPresent(
              theirs ->
                  ratios.add(
                      new Ratio(
                          ours.cell() + " " + ours.shape(),
                          (double) Math.max(1, ours.beyondBase())
                              / Math.max(1, theirs.beyondBase()))));
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(new Ratios(ratios));
  }

  private Optional<Ratios> ratios(
      int threads,
      Section section,
      Predicate<Measured> which,
      Function<Measured, Optional<Double>> ratio) {
    List<Ratio> ratios = new ArrayList<>();
    for (Measured m : measured) {
      if (m.threads() == threads && m.section() == section && which.test(m)) {
        ratio.apply(m).ifPresent(value -> ratios.add(new Ratio(m.cell() + " " + m.shape(), value)));
      }
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(new Ratios(ratios));
  }

  private Optional<Measured> lstm(Measured other) {
    return measured.stream()
        .filter(m -> m.threads() == other.threads() && m.section() == other.section())
        .filter(m -> paired(m) && is(m, BenchmarkCell.LSTM) && m.shape().equals(other.shape()))
        .findFirst();
  }

  /** The best rate of a large product on any system, with so many threads. */
  private Optional<Double> sgemm(int threads) {
    return measured.stream()
        .filter(m -> m.section() == Section.SGEMM && m.threads() == threads)
        .flatMap(m -> m.timings().stream().flatMap(timing -> m.rate(timing.engine()).stream()))
        .max(Double::compare);
  }

  /**
   * Whether this is the run beside libtorch; beside Deeplearning4j the same workload runs again.
   */
  private static boolean paired(Measured measured) {
    return measured.seconds(LIBTORCH).isPresent();
  }

  private static boolean alike(Measured a, Measured b) {
    return a.section() == b.section() && a.cell().equals(b.cell()) && a.shape().equals(b.shape());
  }

  private static boolean is(Measured measured, BenchmarkCell cell) {
    return measured.cell().equals(cell.label());
  }

  private static GridShape shape(Measured measured) {
    return GridShape.parse(measured.shape());
  }

  private static Optional<Double> rate(Measured measured) {
    return measured.rate(CAROUSEL);
  }
}
