package dev.carousel.cells.rnn;

import dev.carousel.cell.Cell;
import dev.carousel.plugin.Plugin;

/** Contributes the simple recurrent cell. */
public final class RnnModule extends Plugin {
  /** The module. */
  public RnnModule() {
    super("cells-rnn");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "rnn", new Rnn(32, Rnn.Activation.TANH));
  }
}
