package dev.carousel.experiment.cli;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.Progress;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.train.Epoch;
import dev.carousel.train.Split;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How a run goes, for people: a bar that counts epochs on a terminal, a line a trial elsewhere. */
abstract class ShownProgress implements Progress, AutoCloseable {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final int trials;
  private int ended;

  private ShownProgress(int trials) {
    this.trials = trials;
  }

  /** The progress for a stream: a bar only if it is the process's own and a terminal. */
  static ShownProgress on(PrintStream stream, Plan plan) {
    return isTerminal() ? new Bar(plan) : new Lines(stream, plan.trials() + plan.searchTrials());
  }

  private static boolean isTerminal() {
    try {
      if (Files.isSymbolicLink(STANDARD_ERROR)) {
        String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return System.console() != null;
  }

  /** Trials that need not be run. */
  void known(int count) {
    ended += count;
  }

  @Override
  public abstract void close();

  /** Counts a trial that ended and names it. */
  String name(TrialName trial) {
    ended++;
    return "[%d/%d] %s".formatted(ended, trials, trial);
  }

  /** What to say of a trial that ended. */
  private static String outcome(TrialResult result) {
    if (!result.done()) {
      return "failed: " + result.reason().orElseThrow();
    }
    // A trial of a search has no test figures.
    Split split = result.on(Split.TEST).isEmpty() ? Split.VALID : Split.TEST;
    String word = split.name().toLowerCase(Locale.ROOT);
    String test =
        result.on(split).entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %s %.5g", word, e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT, "%s (%d epochs, %.1f s)", test, result.epochs(), result.seconds());
  }

  private static final class Lines extends ShownProgress {
    private final PrintStream stream;

    Lines(PrintStream stream, int trials) {
      super(trials);
      this.stream = stream;
    }

    @Override
    public void epochEnded(TrialName trial, Epoch epoch) {}

    @Override
    public void trialPaused(TrialName trial, PlannedVariant variant, TrialResult result) {
      stream.println(trial + " so far: " + outcome(result));
    }

    @Override
    public void trialEnded(TrialName trial, PlannedVariant variant, TrialResult result) {
      stream.println(name(trial) + ": " + outcome(result));
    }

    @Override
    public void close() {}
  }

  private static final class Bar extends ShownProgress {
    private final ProgressBar bar;
    private final int trials;

    Bar(Plan plan) {
      super(plan.trials() + plan.searchTrials());
      trials = plan.trials() + plan.searchTrials();
      int seeds = plan.filled().experiment().compare().seeds();
      long epochs = 0;
      for (PlannedVariant variant : plan.variants()) {
        epochs += (long) (seeds + variant.samples().size()) * variant.setup().training().epochs();
      }
      bar =
          new ProgressBarBuilder()
              .setTaskName("epochs")
              .setInitialMax(epochs)
              .setStyle(ProgressBarStyle.ASCII)
              .build();
    }

    @Override
    void known(int count) {
      super.known(count);
      bar.maxHint(bar.getMax() * (trials - count) / trials);
    }

    @Override
    public void epochEnded(TrialName trial, Epoch epoch) {
      bar.step();
    }

    @Override
    public void trialPaused(TrialName trial, PlannedVariant variant, TrialResult result) {}

    @Override
    public void trialEnded(TrialName trial, PlannedVariant variant, TrialResult result) {
      bar.maxHint(bar.getMax() - variant.setup().training().epochs() + result.epochs());
      bar.setExtraMessage(" " + name(trial) + " " + result.status());
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
