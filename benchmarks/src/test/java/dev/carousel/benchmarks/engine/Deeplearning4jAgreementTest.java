package dev.carousel.benchmarks.engine;

import dev.carousel.benchmarks.deeplearning4j.Deeplearning4jEngine;

final class Deeplearning4jAgreementTest extends AgreementOfEngines {
  private final Engine peer = new Deeplearning4jEngine();

  @Override
  Engine peer() {
    return peer;
  }

  @Override
  boolean zeroStates() {
    return true;
  }
}
