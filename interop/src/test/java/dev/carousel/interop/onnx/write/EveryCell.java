package dev.carousel.interop.onnx.write;

import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.gru.Mgu;
import dev.carousel.cells.gru.MinGru;
import dev.carousel.cells.gru.Sru;
import dev.carousel.cells.lstm.CifgLstm;
import dev.carousel.cells.lstm.LayerNormLstm;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.lstm.LstmProjection;
import dev.carousel.cells.lstm.MinLstm;
import dev.carousel.cells.lstm.Slstm;
import dev.carousel.cells.peephole.PeepholeLstm;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import java.util.ArrayList;
import java.util.List;

/** All cells of Carousel with all their variants. */
final class EveryCell {
  private EveryCell() {}

  static List<Cell> of(int units) {
    List<Cell> cells = new ArrayList<>();
    for (Rnn.Activation activation : Rnn.Activation.values()) {
      cells.add(new Rnn(units, activation));
    }
    for (Gru.Reset reset : Gru.Reset.values()) {
      cells.add(new Gru(units, reset));
    }
    cells.add(new Mgu(units));
    cells.add(new MinGru(units));
    cells.add(new Sru(units));
    cells.add(new Lstm(units, 1));
    cells.add(new CifgLstm(units, 1));
    cells.add(new LayerNormLstm(units, 1));
    cells.add(new LstmProjection(units, units, 1));
    cells.add(new LstmProjection(units, units / 2 + 1, 1));
    cells.add(new MinLstm(units, 1));
    cells.add(new Slstm(units, 1));
    for (PeepholeLstm.Ablation ablation : PeepholeLstm.Ablation.values()) {
      cells.add(new PeepholeLstm(units, 1, ablation));
    }
    cells.add(new Zoneout(new Gru(units, Gru.Reset.AFTER), 0.2, 0));
    cells.add(new VariationalDropout(new Lstm(units, 1), 0.2, 0.3));
    return cells;
  }
}
