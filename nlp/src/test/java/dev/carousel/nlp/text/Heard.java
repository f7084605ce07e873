package dev.carousel.nlp.text;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged while it is open. */
public final class Heard extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.carousel.nlp");
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<String> lines = new ArrayList<>();

  /** Begins to listen. */
  public Heard() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** What was logged so far. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(formatter.formatMessage(entry));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
