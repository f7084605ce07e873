package dev.carousel.benchmarks.worker;

import java.util.Locale;

/** Tells how far a worker is, a line a workload, on standard error. */
final class Progress {
  private Progress() {}

  static void say(Measured measured) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%d thread%s  %s  %s  %s:",
            measured.threads(),
            measured.threads() == 1 ? "" : "s",
            measured.section().label(),
            measured.cell(),
            measured.shape()));
    for (Timing timing : measured.timings()) {
      line.append(
          String.format(
              Locale.ROOT, "  %s %.4g ms", timing.engine(), timing.seconds().median() * 1e3));
      measured
          .ratio(timing.engine())
          .filter(ratio -> !timing.engine().equals("carousel"))
          .ifPresent(ratio -> line.append(String.format(Locale.ROOT, " (%.2f)", ratio)));
    }
    System.err.println(line);
  }
}
