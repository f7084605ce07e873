package dev.carousel.interop.onnx.run;

import dev.carousel.serve.ServableFormat;
import dev.carousel.serve.Service;
import dev.carousel.tensor.Kernels;
import java.io.IOException;
import java.nio.file.Path;

/** ONNX files, whose models are asked with a value for each input; see {@link OnnxService}. */
public record ServableOnnx() implements ServableFormat {
  @Override
  public Service service(Path file, Kernels kernels) throws IOException {
    return new OnnxService(OnnxProgram.read(file, kernels));
  }
}
