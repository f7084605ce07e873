package dev.carousel.train;

import java.util.List;

/**
 * How a training ended. The model holds the weights of the best epoch.
 *
 * @param epochs every epoch that was run
 * @param bestEpoch the number of the epoch whose weights the model holds
 */
public record TrainingResult(List<Epoch> epochs, int bestEpoch) {
  /** Copies the list. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
  }
}
