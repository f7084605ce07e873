package dev.carousel.train;

import java.util.List;

/**
 * How a training ended, or stands if it was put off.
 *
 * @param epochs every epoch that was run, those before a checkpoint included
 * @param bestEpoch the number of the epoch whose deciding metric is the best
 * @param finished whether it ended, so that the model holds the best epoch's weights
 */
public record TrainingResult(List<Epoch> epochs, int bestEpoch, boolean finished) {
  /** Copies the list. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
  }
}
