package dev.carousel.experiment.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks other programs for what is good to know, but not needed. */
public final class OtherProgram {
  private static final int SECONDS = 5;

  private OtherProgram() {}

  /**
   * Runs a program and takes what it prints.
   *
   * @param program the command; its errors are not shown
   * @return what it printed, without space around it; empty if there is no such program, it failed,
   *     printed nothing or took longer than a few seconds
   */
  public static Optional<String> answer(ProcessBuilder program) {
    Process process = null;
    try {
      process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      byte[] answer = process.getInputStream().readAllBytes();
      String text = new String(answer, StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException e) {
      // No such program, no answer.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
