package dev.carousel.experiment.trial;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A run's folder cannot be written, because the disk is full, say. It ends the run, not a trial:
 * what is in the folder is whole, and the run can be continued from it.
 */
public final class RunFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunFolderException(Path file, IOException cause) {
    super(
        "cannot write %s: %s; what was written before is whole: make room and continue with --resume"
            .formatted(file, reason(file, cause)),
        cause);
  }

  private static String reason(Path file, IOException cause) {
    String message = cause.getMessage();
    return message == null || message.equals(file.toString())
        ? cause.getClass().getSimpleName()
        : message;
  }
}
