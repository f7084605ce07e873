package dev.carousel.interop.names;

import dev.carousel.autograd.Parameter;
import dev.carousel.cell.CellEquations;
import dev.carousel.interchange.RecurrentParameters;
import dev.carousel.interchange.Slice;
import dev.carousel.interchange.WeightLayout;
import dev.carousel.interchange.WeightLayout.Part;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.interop.names.LayerWeights.Recognised;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names and layouts of {@code state_dict()} of PyTorch's modules {@code LSTM} (with {@code
 * proj_size}, too), {@code GRU}, {@code RNN}, {@code Linear} and {@code Embedding}. In JSON,
 * "pytorch".
 *
 * <p>The layers of a stack are one module: {@code recurrent.weight_ih_l0}, {@code
 * recurrent.weight_hh_l0_reverse}, and so on. Gates are stacked in the order i, f, g, o and r, z,
 * n. PyTorch has two biases everywhere, {@code bias_ih} and {@code bias_hh}; where Carousel has one
 * it is their sum, written as the first of them, and the second one is 0. In a GRU the second bias
 * of n is inside the reset, in Carousel too.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html">LSTM</a>
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html">GRU</a>
 */
public record PyTorchNaming() implements WeightNaming {
  @Override
  public List<WeightLayout> layouts(List<Parameter> parameters) {
    return LayerWeights.of(new Layers(), parameters);
  }

  private record Layers() implements LayerWeights {
    private static final List<String> LSTM = List.of("i", "f", "g", "o");
    private static final List<String> GRU = List.of("r", "z", "n");
    private static final List<String> RNN = List.of("h");

    @Override
    public String system() {
      return "PyTorch";
    }

    @Override
    public String recurrentLayers() {
      return "LSTM, LSTM with proj_size, GRU (reset after the product) and RNN (tanh or relu)";
    }

    @Override
    public WeightLayout dense(String layer, Parameter matrix) {
      return same(layer + ".weight", matrix);
    }

    @Override
    public WeightLayout embedding(String layer, Parameter table) {
      return same(layer + ".weight", table);
    }

    private static WeightLayout same(String name, Parameter parameter) {
      return new WeightLayout(
          name, parameter.value().shape(), false, List.of(Part.same(Slice.all(parameter))));
    }

    @Override
    public Optional<List<WeightLayout>> recurrent(RecurrentParameters parameters) {
      CellEquations equations = parameters.layer().equations();
      int units = equations.units();
      return Recognised.as(KnownCells.lstm(units), parameters)
          .map(cell -> layer(cell, LSTM))
          .or(
              () ->
                  Recognised.as(KnownCells.projectedLstm(units, equations.outputs()), parameters)
                      .map(cell -> layer(cell, LSTM)))
          .or(
              () ->
                  Recognised.as(KnownCells.gru(units, true), parameters)
                      .map(cell -> layer(cell, GRU)))
          .or(
              () ->
                  Recognised.as(KnownCells.rnn(units, false), parameters)
                      .or(() -> Recognised.as(KnownCells.rnn(units, true), parameters))
                      .map(cell -> layer(cell, RNN)));
    }

    private static List<WeightLayout> layer(Recognised cell, List<String> gates) {
      var layer = cell.parameters().layer();
      String end = "_l" + layer.number() + (layer.reversed() ? "_reverse" : "");
      String prefix = layer.stack() + ".";
      int rows = gates.size() * layer.equations().units();
      int outputs = layer.equations().outputs();
      Shape vector = Shape.of(rows);
      List<Part> second = new ArrayList<>();
      for (String gate : gates) {
        boolean inside = gates == GRU && gate.equals("n");
        second.add(inside ? Part.same(cell.slice("b_hn")) : Part.added(cell.slice("b_" + gate)));
      }
      List<WeightLayout> layouts = new ArrayList<>();
      layouts.add(
          new WeightLayout(
              prefix + "weight_ih" + end,
              Shape.of(rows, cell.parameters().inputs()),
              false,
              cell.stacked("W_", gates)));
      layouts.add(
          new WeightLayout(
              prefix + "weight_hh" + end,
              Shape.of(rows, outputs),
              false,
              cell.stacked("U_", gates)));
      layouts.add(
          new WeightLayout(prefix + "bias_ih" + end, vector, false, cell.stacked("b_", gates)));
      layouts.add(new WeightLayout(prefix + "bias_hh" + end, vector, false, second));
      if (cell.named().containsKey("projection")) {
        Slice projection = cell.slice("projection");
        layouts.add(
            new WeightLayout(
                prefix + "weight_hr" + end,
                projection.shape(),
                false,
                List.of(Part.same(projection))));
      }
      return layouts;
    }
  }
}
