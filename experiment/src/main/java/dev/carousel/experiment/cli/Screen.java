package dev.carousel.experiment.cli;

import dev.carousel.experiment.trial.OtherProgram;
import java.io.File;
import java.util.Map;
import java.util.Optional;

/**
 * The size of a terminal.
 *
 * @param columns how many characters a line holds
 * @param rows how many lines it shows
 */
record Screen(int columns, int rows) {
  /** What standard error leads to, on Linux and macOS alike. */
  private static final File STANDARD_ERROR = new File("/dev/fd/2");

  private static final File STANDARD_INPUT = new File("/dev/fd/0");

  private static final Screen USUAL = new Screen(80, 24);

  /**
   * Whether the user wants no more than plain text (no-color.org, and terminals without cursor).
   */
  static boolean isPlain(Map<String, String> environment) {
    String terminal = environment.getOrDefault("TERM", "dumb");
    return terminal.equals("dumb") || !environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** The terminal that standard error leads to; empty if it leads elsewhere. */
  static Optional<Screen> ofStandardError() {
    return of(STANDARD_ERROR);
  }

  /** Whether standard input comes from a terminal. */
  static boolean isStandardInput() {
    return of(STANDARD_INPUT).isPresent();
  }

  private static Optional<Screen> of(File file) {
    return OtherProgram.answer(new ProcessBuilder("stty", "size").redirectInput(file))
        .map(Screen::parsed);
  }

  /** From "rows columns"; a terminal that does not know its size says "0 0". */
  static Screen parsed(String answer) {
    if (!answer.strip().matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
      return USUAL;
    }
    String[] numbers = answer.strip().split(" ");
    return new Screen(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[0]));
  }
}
