package dev.carousel.cells.gru;

import dev.carousel.cell.Cell;
import dev.carousel.plugin.Plugin;

/** Contributes the gated recurrent unit. */
public final class GruModule extends Plugin {
  /** The module. */
  public GruModule() {
    super("cells-gru");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "gru", new Gru(32, Gru.Reset.AFTER));
  }
}
