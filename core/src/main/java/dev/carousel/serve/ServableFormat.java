package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import dev.carousel.tensor.Kernels;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A format of files, each of which holds a model of another system that can be asked. The name
 * under which it is contributed is what the names of its files end in, such as "onnx" for {@code
 * m.onnx}.
 */
@FunctionalInterface
public interface ServableFormat {
  /**
   * A service over the model in a file.
   *
   * @param file the file
   * @param kernels what the model computes with
   * @return answers requests
   * @throws InvalidDataException if the file holds no such model; the message names the file
   * @throws IOException if the file cannot be read
   */
  Service service(Path file, Kernels kernels) throws IOException;
}
