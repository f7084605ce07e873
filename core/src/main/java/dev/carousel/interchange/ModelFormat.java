package dev.carousel.interchange;

import dev.carousel.data.InvalidDataException;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A file format for whole models, which other systems run. */
public interface ModelFormat {
  /**
   * Writes a file, or replaces it as a whole.
   *
   * @param file the file
   * @param model a model
   * @param kernels what it computes with
   * @param metadata free text by key
   * @throws InvalidDataException if a part of the model has no form there; the message names it,
   *     and nothing is written
   * @throws IOException if the file cannot be written
   */
  void write(Path file, Model model, Kernels kernels, Map<String, String> metadata)
      throws IOException;
}
