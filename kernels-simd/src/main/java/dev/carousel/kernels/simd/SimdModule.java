package dev.carousel.kernels.simd;

import dev.carousel.plugin.Plugin;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.UnavailableKernels;

/**
 * Contributes the vector kernels where the JDK's Vector API and a fused multiply-add are present,
 * or else the reason why not.
 */
public final class SimdModule extends Plugin {
  private static final String VECTOR_API = "jdk.incubator.vector";

  /** The module. */
  public SimdModule() {
    super("kernels-simd");
  }

  @Override
  protected void configure() {
    if (ModuleLayer.boot().findModule(VECTOR_API).isEmpty()) {
      refuse(
          "module %1$s is absent; add --add-modules %1$s to the java command"
              .formatted(VECTOR_API));
    } else if (!FusedMultiplyAdd.present()) {
      refuse(
          "this JVM uses no fused multiply-add instruction: the processor has none, or"
              + " -XX:-UseFMA or -XX:UseAVX=0 is set");
    } else {
      contribute(Kernels.class, "simd", new SimdKernels());
    }
  }

  private void refuse(String reason) {
    contribute(UnavailableKernels.class, "simd", new UnavailableKernels(reason));
  }
}
