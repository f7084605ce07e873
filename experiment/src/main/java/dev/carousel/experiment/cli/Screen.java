package dev.carousel.experiment.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The size of a terminal.
 *
 * @param columns how many characters a line holds
 * @param rows how many lines it shows
 */
record Screen(int columns, int rows) {
  /** What standard error leads to, on Linux and macOS alike. */
  private static final File STANDARD_ERROR = new File("/dev/fd/2");

  private static final Screen USUAL = new Screen(80, 24);
  private static final int SECONDS = 5;

  /**
   * Whether the user wants no more than plain text (no-color.org, and terminals without cursor).
   */
  static boolean isPlain(Map<String, String> environment) {
    String terminal = environment.getOrDefault("TERM", "dumb");
    return terminal.equals("dumb") || !environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** The terminal that standard error leads to; empty if it leads elsewhere. */
  static Optional<Screen> ofStandardError() {
    Process stty = null;
    try {
      stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(STANDARD_ERROR)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(SECONDS, TimeUnit.SECONDS) || stty.exitValue() != 0) {
        return Optional.empty();
      }
      byte[] answer = stty.getInputStream().readAllBytes();
      return Optional.of(parsed(new String(answer, StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      // No stty or nothing to ask it about: plain lines do everywhere.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (stty != null) {
        stty.destroy();
      }
    }
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
