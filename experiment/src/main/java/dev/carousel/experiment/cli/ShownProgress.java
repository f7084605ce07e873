package dev.carousel.experiment.cli;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.Progress;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.train.Epoch;
import dev.carousel.train.Split;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How a run goes, for people: a view drawn over itself on a terminal, plain lines elsewhere. */
abstract class ShownProgress implements Progress, AutoCloseable {
  final Sweep sweep;

  private ShownProgress(Sweep sweep) {
    this.sweep = sweep;
  }

  /** The progress for a stream: a view only if standard error is a terminal that can show it. */
  static ShownProgress on(PrintStream stream, Plan plan) {
    Optional<Screen> screen =
        Screen.isPlain(System.getenv()) ? Optional.empty() : Screen.ofStandardError();
    if (screen.isEmpty()) {
      return lines(stream, plan, InstantSource.system());
    }
    Supplier<Screen> size = () -> Screen.ofStandardError().orElse(screen.get());
    View view = view(stream, plan, InstantSource.system(), size);
    view.keepDrawing();
    return view;
  }

  static ShownProgress lines(PrintStream stream, Plan plan, InstantSource clock) {
    return new Lines(stream, plan, clock);
  }

  static View view(PrintStream stream, Plan plan, InstantSource clock, Supplier<Screen> screen) {
    return new View(stream, plan, clock, screen);
  }

  /** Trials that need not be run. */
  synchronized void known(int count) {
    sweep.know(count);
  }

  /** Ends the view, at most once; nothing is shown from then on. */
  @Override
  public abstract void close();

  /** Shows a line that stays. */
  abstract void say(String line);

  /** A figure as it is shown while a run goes on. */
  static String figure(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }

  /** What to say of a trial that ended. */
  String ended(TrialName trial, TrialResult result) {
    return "[%d/%d] %s: %s".formatted(sweep.ended(), sweep.trials(), trial, outcome(trial, result));
  }

  private static String outcome(TrialName trial, TrialResult result) {
    if (!result.done()) {
      return "failed: " + result.reason().orElseThrow();
    }
    // A search never sees the test part.
    Split split = trial.search().isEmpty() ? Split.TEST : Split.VALID;
    String name = split.name().toLowerCase(Locale.ROOT);
    String figures =
        result.on(split).entrySet().stream()
            .map(metric -> name + " " + metric.getKey() + " " + figure(metric.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT, "%s (%d epochs, %.1f s)", figures, result.epochs(), result.seconds());
  }

  /** A line a trial that ended, and one now and then for a trial that takes long. */
  private static final class Lines extends ShownProgress {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final PrintStream stream;
    private final InstantSource clock;
    private final Instant begin;
    private final Map<TrialName, Instant> heard = new HashMap<>();

    private Lines(PrintStream stream, Plan plan, InstantSource clock) {
      super(new Sweep(plan));
      this.stream = stream;
      this.clock = clock;
      this.begin = clock.instant();
    }

    @Override
    public synchronized void trialStarted(
        TrialName trial, PlannedVariant variant, int done, int last) {
      sweep.start(trial, variant, done, last);
      heard.put(trial, clock.instant());
    }

    @Override
    public synchronized void epochEnded(TrialName trial, Epoch epoch) {
      Sweep.Running running = sweep.end(trial, epoch);
      Instant now = clock.instant();
      Instant before = heard.computeIfAbsent(trial, name -> begin);
      if (Duration.between(before, now).compareTo(SILENCE) >= 0) {
        heard.put(trial, now);
        stream.println(
            "%s: epoch %d of %d, %s%s"
                .formatted(
                    trial,
                    running.epoch(),
                    running.last(),
                    running.figures(),
                    sweep.left().map(left -> "; " + LiveView.left(left)).orElse("")));
      }
    }

    @Override
    public synchronized void trialPaused(TrialName trial) {
      sweep.putOff(trial);
      heard.remove(trial);
    }

    @Override
    public synchronized void trialEnded(TrialName trial, TrialResult result) {
      sweep.end(trial, result);
      heard.remove(trial);
      stream.println(ended(trial, result));
    }

    @Override
    synchronized void say(String line) {
      stream.println(line);
    }

    @Override
    public void close() {}
  }

  /**
   * The live view. It leaves the cursor below itself and the terminal's settings alone, so there is
   * nothing to restore however the process ends.
   *
   * <p>The codes are written here and not by a library of progress bars: those at hand draw each
   * bar on its own, from a thread and a clock of their own, and can neither take a bar away when
   * its trial ends nor show a line of text. Four codes that every terminal knows are enough.
   */
  static final class View extends ShownProgress {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String UP = "\u001b[%dA";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private final PrintStream stream;
    private final InstantSource clock;
    private final Supplier<Screen> size;
    private final Instant begin;
    private final Timer timer = new Timer("progress", true);
    private Screen screen;
    private Instant looked;
    private Instant drawn;
    private int height;
    private boolean closed;

    private View(PrintStream stream, Plan plan, InstantSource clock, Supplier<Screen> size) {
      super(new Sweep(plan));
      this.stream = stream;
      this.clock = clock;
      this.size = size;
      this.begin = clock.instant();
      this.screen = size.get();
      this.looked = begin;
      this.drawn = begin.minus(PAUSE);
    }

    private void keepDrawing() {
      TimerTask task =
          new TimerTask() {
            @Override
            public void run() {
              drawIfDue();
            }
          };
      timer.schedule(task, 0, TICK.toMillis());
    }

    @Override
    public synchronized void trialStarted(
        TrialName trial, PlannedVariant variant, int done, int last) {
      sweep.start(trial, variant, done, last);
      drawIfDue();
    }

    @Override
    public synchronized void epochEnded(TrialName trial, Epoch epoch) {
      sweep.end(trial, epoch);
      drawIfDue();
    }

    @Override
    public synchronized void trialPaused(TrialName trial) {
      sweep.putOff(trial);
      drawIfDue();
    }

    @Override
    public synchronized void trialEnded(TrialName trial, TrialResult result) {
      sweep.end(trial, result);
      if (result.done() || closed) {
        drawIfDue();
      } else {
        say(ended(trial, result));
      }
    }

    /** The line stays to be read, above the view. */
    @Override
    synchronized void say(String line) {
      stream.print(start() + line + REST_OF_LINE + "\n");
      height = 0;
      if (!closed) {
        draw(LiveView.lines(sweep, screen));
      }
    }

    /** Draws, unless that was done just before. */
    synchronized void drawIfDue() {
      Instant now = clock.instant();
      if (closed || Duration.between(drawn, now).compareTo(PAUSE) < 0) {
        return;
      }
      drawn = now;
      if (Duration.between(looked, now).compareTo(LOOK) >= 0) {
        looked = now;
        screen = size.get();
      }
      draw(LiveView.lines(sweep, screen));
    }

    private void draw(List<String> lines) {
      StringBuilder text = new StringBuilder(start());
      lines.forEach(line -> text.append(line).append(REST_OF_LINE).append('\n'));
      stream.print(text.append(REST_OF_SCREEN));
      stream.flush();
      height = lines.size();
    }

    /** Back to where the view begins. */
    private String start() {
      return "\r" + (height == 0 ? "" : UP.formatted(height));
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        timer.cancel();
        draw(LiveView.last(sweep, screen, Duration.between(begin, clock.instant())));
      }
    }
  }
}
