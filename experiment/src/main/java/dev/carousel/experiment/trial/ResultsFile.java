package dev.carousel.experiment.trial;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.TrialLines;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps results.json. To write it takes longer the more trials there are, so it is written no more
 * often than takes a tenth of the time; what has ended since stands in {@link TrialLines} beside
 * it. Safe for use by several threads.
 */
final class ResultsFile {
  private static final int ONE_IN = 10;

  private final RunFolder folder;
  private final Supplier<Results> results;
  private final LongSupplier clock;
  private boolean behind;
  private long next;

  /**
   * The file of a run.
   *
   * @param folder the run's folder
   * @param results all that is known by now
   * @param clock nanoseconds
   */
  ResultsFile(RunFolder folder, Supplier<Results> results, LongSupplier clock) {
    this.folder = folder;
    this.results = results;
    this.clock = clock;
  }

  /** Keeps that a trial has ended; the results have it already. */
  synchronized void ended(ObjectNode line) {
    folder.appendLasting(TrialLines.FILE, Json.line(line));
    behind = true;
    catchUp();
  }

  /** Writes what has ended since, if it is time to. */
  synchronized void catchUp() {
    if (behind && clock.getAsLong() - next >= 0) {
      write();
    }
  }

  /** Writes all that is known. */
  synchronized void write() {
    long begin = clock.getAsLong();
    folder.write("results.json", Json.pretty(ResultsJson.write(results.get())));
    folder.remove(TrialLines.FILE);
    behind = false;
    long end = clock.getAsLong();
    next = end + (ONE_IN - 1) * (end - begin);
  }
}
