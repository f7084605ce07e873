package dev.carousel.kernels.simd;

import dev.carousel.plugin.Plugin;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.UnavailableKernels;

/**
 * Contributes the vector kernels where the JDK's Vector API is present, or else the reason why not.
 */
public final class SimdModule extends Plugin {
  private static final String VECTOR_API = "jdk.incubator.vector";

  /** The module. */
  public SimdModule() {
    super("kernels-simd");
  }

  @Override
  protected void configure() {
    if (ModuleLayer.boot().findModule(VECTOR_API).isPresent()) {
      contribute(Kernels.class, "simd", new SimdKernels());
    } else {
      contribute(
          UnavailableKernels.class,
          "simd",
          new UnavailableKernels(
              "module %1$s is absent; add --add-modules %1$s to the java command"
                  .formatted(VECTOR_API)));
    }
  }
}
