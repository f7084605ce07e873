package dev.carousel.timeseries.channel;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * In which form a model reads measurements.
 *
 * @param scale how values are scaled
 * @param inputs what is read of every channel
 * @param frame how many steps are read together, as one step of the model, at least 1; what a last
 *     frame lacks is 0 where it is read and missing where it is wanted. Fewer steps of more numbers
 *     are faster, and easier to remember (Sak, Senior, Rao and Beaufays, Fast and accurate
 *     recurrent neural network acoustic models for speech recognition, 2015)
 */
public record ChannelForm(ChannelScale scale, List<ChannelInput> inputs, int frame) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no input, one stands twice or the frame is below 1
   */
  public ChannelForm {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || new LinkedHashSet<>(inputs).size() != inputs.size()) {
      throw new IllegalArgumentException(
          "inputs must be one or more of values, masks and gaps, each once");
    }
    if (frame < 1) {
      throw new IllegalArgumentException("frame must be at least 1, got " + frame);
    }
  }

  /**
   * How many steps of a model are so many of the data.
   *
   * @param steps of the data
   * @return the number of frames
   */
  public int frames(int steps) {
    return (steps + frame - 1) / frame;
  }
}
