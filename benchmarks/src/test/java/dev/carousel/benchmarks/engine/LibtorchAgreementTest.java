package dev.carousel.benchmarks.engine;

import dev.carousel.benchmarks.libtorch.Libtorch;
import dev.carousel.benchmarks.libtorch.LibtorchEngine;

final class LibtorchAgreementTest extends AgreementOfEngines {
  private final Engine peer = new LibtorchEngine(new Libtorch(1));

  @Override
  Engine peer() {
    return peer;
  }

  @Override
  boolean zeroStates() {
    return false;
  }
}
