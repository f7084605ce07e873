package dev.carousel.experiment.tensorboard;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The two events that are written, by the field numbers of TensorBoard's event.proto and
 * summary.proto.
 *
 * <p>A scalar is a simple_value, which every reader knows, and not the tensor with metadata into
 * which TensorBoard turns it when it reads.
 */
final class Event {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE_VALUE = 2;
  private static final String VERSION = "brain.Event:2";
  private static final double NANOSECOND = 1e-9;

  private Event() {}

  /** What a file begins with. */
  static byte[] version(Instant time) {
    return at(time).text(FILE_VERSION, VERSION).bytes();
  }

  /** Scalars of one step, by tag. */
  static byte[] scalars(Instant time, long step, Map<String, Double> scalars) {
    Message summary = new Message();
    scalars.forEach(
        (tag, value) ->
            summary.message(
                SUMMARY_VALUE,
                new Message().text(VALUE_TAG, tag).real(VALUE_SIMPLE_VALUE, value.floatValue())));
    return at(time).integer(STEP, step).message(SUMMARY, summary).bytes();
  }

  /** Seconds since 1970. */
  private static Message at(Instant time) {
    Duration since = Duration.between(Instant.EPOCH, time);
    return new Message().real(WALL_TIME, since.getSeconds() + since.getNano() * NANOSECOND);
  }
}
