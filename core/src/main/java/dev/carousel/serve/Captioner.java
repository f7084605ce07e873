package dev.carousel.serve;

import java.nio.file.Path;

/** A service that also tells what clips show. */
public interface Captioner extends Service {
  /**
   * Tells what a clip shows.
   *
   * @param clip a file or folder of a form that the task states
   * @return the caption; empty if the model says nothing of it
   * @throws dev.carousel.data.InvalidDataException if there is no such clip, or it is broken
   */
  String caption(Path clip);
}
