package dev.carousel.interop.onnx.write;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interchange.ModelFormat;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whole models as ONNX files. In JSON, "onnx".
 *
 * <p>Inputs are {@code tokens}, 64-bit integers [time, batch], or {@code features}, 32-bit floats
 * [time, batch, width]; {@code known} [steps, batch, width] of forecasters that know something of
 * the steps to come; {@code lengths}, 32-bit integers [batch]; and a state {@code
 * initial.LAYER.STATE} [batch, width] for each layer, direction and state. Lengths and states may
 * be left out; then all steps are real, and states 0. Outputs are {@code output} and the states
 * {@code final.LAYER.STATE}.
 *
 * <p>Written are opset 17 and IR version 8, of 2022: the newest that old runtimes still read. Opset
 * 17 is also the last in which the axes of a maximum are an attribute.
 */
public record OnnxFormat() implements ModelFormat {
  private static final long OPERATOR_SET = 17;
  private static final int IR_VERSION = 8;

  /**
   * A model in the standard's terms.
   *
   * @param model a model
   * @param kernels what it computes with
   * @param metadata free text by key
   * @return with its present weights
   * @throws InvalidDataException if a part of the model cannot be written; the message names it
   */
  public static OnnxModel model(Model model, Kernels kernels, Map<String, String> metadata) {
    return new OnnxModel(
        IR_VERSION,
        Map.of("", OPERATOR_SET),
        "carousel",
        "",
        GraphNodes.of(model, kernels),
        metadata,
        "");
  }

  @Override
  public void write(Path file, Model model, Kernels kernels, Map<String, String> metadata)
      throws IOException {
    OnnxFile.write(file, model(model, kernels, metadata));
  }
}
