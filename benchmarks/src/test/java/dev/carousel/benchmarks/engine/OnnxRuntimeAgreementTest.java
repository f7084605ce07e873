package dev.carousel.benchmarks.engine;

import dev.carousel.benchmarks.onnx.OnnxRuntimeEngine;

final class OnnxRuntimeAgreementTest extends AgreementOfEngines {
  private final Engine peer = new OnnxRuntimeEngine(1);

  @Override
  Engine peer() {
    return peer;
  }

  @Override
  boolean zeroStates() {
    return false;
  }
}
