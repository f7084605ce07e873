package dev.carousel.kernels.simd;

import com.google.inject.Guice;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.UnavailableKernels;

/** Prints what the module contributes in this JVM. */
final class Contributed {
  private Contributed() {}

  public static void main(String[] arguments) {
    NamedTypes types = Guice.createInjector(new SimdModule()).getInstance(NamedTypes.class);
    for (NamedType<Kernels> kernels : types.of(Kernels.class)) {
      System.out.println("kernels " + kernels.name());
    }
    for (NamedType<UnavailableKernels> absent : types.of(UnavailableKernels.class)) {
      System.out.println("no " + absent.name() + ": " + absent.prototype().reason());
    }
  }
}
