package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import java.nio.file.Path;

/** A service that also writes down what is said in recordings. */
public interface Transcriber extends Service {
  /**
   * Writes down what is said in a recording.
   *
   * @param recording the file
   * @return the words; empty where none are heard
   * @throws InvalidDataException if the file cannot be read; the message begins with its path
   */
  String transcribe(Path recording);
}
