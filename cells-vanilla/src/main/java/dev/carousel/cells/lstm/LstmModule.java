package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.plugin.Plugin;

/** Contributes the vanilla long short-term memory and those of its variants without peepholes. */
public final class LstmModule extends Plugin {
  /** The module. */
  public LstmModule() {
    super("cells-vanilla");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "cifg-lstm", new CifgLstm(32, 1));
    contribute(Cell.class, "layer-norm-lstm", new LayerNormLstm(32, 1));
    contribute(Cell.class, "min-lstm", new MinLstm(32, 1));
    contribute(Cell.class, "lstm", new Lstm(32, 1));
    contribute(Cell.class, "lstm-projection", new LstmProjection(64, 32, 1));
    contribute(Cell.class, "slstm", new Slstm(32, 1));
  }
}
