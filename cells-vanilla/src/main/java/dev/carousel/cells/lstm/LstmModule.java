package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.plugin.Plugin;

/** Contributes the vanilla long short-term memory. */
public final class LstmModule extends Plugin {
  /** The module. */
  public LstmModule() {
    super("cells-vanilla");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "lstm", new Lstm(32, 1));
  }
}
