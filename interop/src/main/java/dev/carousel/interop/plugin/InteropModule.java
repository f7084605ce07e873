package dev.carousel.interop.plugin;

import dev.carousel.interchange.ModelFormat;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.interop.names.KerasNaming;
import dev.carousel.interop.names.PyTorchNaming;
import dev.carousel.interop.onnx.run.ServableOnnx;
import dev.carousel.interop.onnx.write.OnnxFormat;
import dev.carousel.plugin.Plugin;
import dev.carousel.serve.ServableFormat;

/** Contributes the names that other systems have for weights, and formats of whole models. */
public final class InteropModule extends Plugin {
  /** The module. */
  public InteropModule() {
    super("interop");
  }

  @Override
  protected void configure() {
    contribute(WeightNaming.class, "pytorch", new PyTorchNaming());
    contribute(WeightNaming.class, "keras", new KerasNaming());
    contribute(ModelFormat.class, "onnx", new OnnxFormat());
    contribute(ServableFormat.class, "onnx", new ServableOnnx());
  }
}
