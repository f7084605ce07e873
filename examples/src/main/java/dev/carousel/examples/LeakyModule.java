package dev.carousel.examples;

import dev.carousel.cell.Cell;
import dev.carousel.plugin.Plugin;

/** Contributes the leaky integrator. */
public final class LeakyModule extends Plugin {
  /** The module. */
  public LeakyModule() {
    super("examples");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "leaky-rnn", new LeakyRnn(32));
  }
}
