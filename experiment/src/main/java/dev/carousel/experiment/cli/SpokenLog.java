package dev.carousel.experiment.cli;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * While it is open, what Carousel logs is said as one line each, so that a log does not break into
 * what is drawn on a terminal. Of several, the one opened last speaks.
 */
final class SpokenLog extends Handler {
  private static final String CAROUSEL = "dev.carousel";

  private final Logger logger = Logger.getLogger(CAROUSEL);
  private final boolean inherited = logger.getUseParentHandlers();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Consumer<String> say;

  private SpokenLog(Consumer<String> say) {
    this.say = say;
  }

  /**
   * Begins.
   *
   * @param say shows a line
   * @return to be closed
   */
  static SpokenLog to(Consumer<String> say) {
    SpokenLog log = new SpokenLog(say);
    log.logger.addHandler(log);
    log.logger.setUseParentHandlers(false);
    return log;
  }

  @Override
  public void publish(LogRecord entry) {
    Handler[] open = logger.getHandlers();
    if (isLoggable(entry) && open.length > 0 && open[open.length - 1] == this) {
      say.accept(formatter.formatMessage(entry));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(inherited);
  }
}
