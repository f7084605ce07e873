package dev.carousel.experiment.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The view of a running sweep as lines: a bar for the sweep, a bar a running trial, and the best
 * figure so far. No line is as wide as the screen, and there are fewer lines than rows, so that
 * nothing wraps or scrolls away and the view can be drawn over itself.
 */
final class LiveView {
  private static final int WIDE = 70;
  private static final int WIDE_BAR = 24;
  private static final int NARROW_BAR = 8;

  private LiveView() {}

  static List<String> lines(Sweep sweep, Screen screen) {
    int bar = screen.columns() >= WIDE ? WIDE_BAR : NARROW_BAR;
    List<Sweep.Running> running = sweep.running();
    int room = screen.rows() - 2 - sweep.best().size();
    int shown = running.size() <= room ? running.size() : Math.max(0, room - 1);
    int width = "all trials".length();
    for (Sweep.Running trial : running) {
      width = Math.max(width, trial.name().toString().length());
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        line(width, "all trials", bar, sweep.ended(), sweep.trials())
            + (sweep.failed() > 0 ? ", " + sweep.failed() + " failed" : "")
            + sweep.left().map(left -> ", " + left(left)).orElse(""));
    for (Sweep.Running trial : running.subList(0, shown)) {
      String figures = trial.figures();
      lines.add(
          line(width, trial.name().toString(), bar, trial.epoch(), trial.last())
              + (figures.isEmpty() ? "" : "  " + figures));
    }
    if (shown < running.size()) {
      lines.add("and " + (running.size() - shown) + " more trials");
    }
    for (Sweep.Best best : sweep.best()) {
      lines.add((sweep.continued() ? "best since it was continued: " : "best so far: ") + best);
    }
    return cut(lines, screen);
  }

  /** What stays when all is over: the sweep's line alone. */
  static List<String> last(Sweep sweep, Screen screen, Duration took) {
    String failed = sweep.failed() > 0 ? ", " + sweep.failed() + " failed" : "";
    String line =
        "%d of %d trials%s, in %s".formatted(sweep.ended(), sweep.trials(), failed, text(took));
    return cut(List.of(line), screen);
  }

  private static List<String> cut(List<String> lines, Screen screen) {
    return lines.stream()
        .limit(Math.max(1, screen.rows() - 1))
        .map(line -> line.substring(0, Math.min(line.length(), screen.columns() - 1)))
        .toList();
  }

  private static String line(int width, String name, int bar, int done, int all) {
    String digits = Integer.toString(all);
    String count =
        " ".repeat(Math.max(0, digits.length() - Integer.toString(done).length())) + done;
    return name
        + " ".repeat(width - name.length())
        + " ["
        + bar(bar, done, all)
        + "] "
        + count
        + " of "
        + all;
  }

  private static String bar(int width, int done, int all) {
    int full = all == 0 ? width : (int) Math.min(width, (long) width * done / all);
    return "#".repeat(full) + "-".repeat(width - full);
  }

  /** "about 3 min left". */
  static String left(Duration left) {
    return "about " + text(left) + " left";
  }

  /** "40 s", "3 min", "2 h 10 min" or "3 d 4 h". */
  static String text(Duration time) {
    if (time.toMinutes() < 1) {
      return time.toSeconds() + " s";
    } else if (time.toHours() < 1) {
      return time.toMinutes() + " min" + part(time.toSecondsPart(), " s", time.toMinutes() < 10);
    } else if (time.toDays() < 1) {
      return time.toHours() + " h" + part(time.toMinutesPart(), " min", true);
    }
    return time.toDays() + " d" + part(time.toHoursPart(), " h", true);
  }

  private static String part(int value, String unit, boolean shown) {
    return shown && value > 0 ? " " + value + unit : "";
  }
}
