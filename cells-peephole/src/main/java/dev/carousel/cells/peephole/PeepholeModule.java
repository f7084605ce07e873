package dev.carousel.cells.peephole;

import dev.carousel.cell.Cell;
import dev.carousel.plugin.Plugin;

/** Contributes the long short-term memory with peephole connections. */
public final class PeepholeModule extends Plugin {
  /** The module. */
  public PeepholeModule() {
    super("cells-peephole");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "peephole-lstm", new PeepholeLstm(32, 1, PeepholeLstm.Ablation.NONE));
  }
}
