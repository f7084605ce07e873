package dev.carousel.cells.gru;

import dev.carousel.cell.Cell;
import dev.carousel.plugin.Plugin;

/** Contributes the gated recurrent unit and smaller units of its kind. */
public final class GruModule extends Plugin {
  /** The module. */
  public GruModule() {
    super("cells-gru");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "mgu", new Mgu(32));
    contribute(Cell.class, "min-gru", new MinGru(32));
    contribute(Cell.class, "sru", new Sru(32));
    contribute(Cell.class, "gru", new Gru(32, Gru.Reset.AFTER));
  }
}
