package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Assets;
import dev.carousel.train.Task;

/** A task whose trained models can be asked. */
public interface Servable extends Task {
  /**
   * How models of this task are asked.
   *
   * @param assets what {@link dev.carousel.train.PreparedTask#assets} gave when the model was
   *     trained
   * @return the way
   * @throws InvalidDataException if the assets are not those of such a task
   */
  Serving serving(Assets assets);
}
