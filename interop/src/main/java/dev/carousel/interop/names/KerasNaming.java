package dev.carousel.interop.names;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
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
 * The names and layouts of {@code get_weights()} of Keras' layers {@code LSTM}, {@code GRU}, {@code
 * SimpleRNN}, {@code Dense} and {@code Embedding}. In JSON, "keras".
 *
 * <p>Every layer of a stack is a layer there: {@code recurrent.0.kernel}, {@code
 * recurrent.0.recurrent_kernel}, {@code recurrent.0.bias}; of a {@code Bidirectional} layer {@code
 * recurrent.0.forward.kernel} and {@code recurrent.0.backward.kernel}. Kernels have a row for each
 * input, so they are transposed. Gates stand beside each other in the order i, f, c, o and z, r, h.
 * A GRU with {@code reset_after} has two rows of biases, added up but for that of h, which is
 * inside the reset; where Carousel has the sum, the second one is written as 0.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/">recurrent layers</a>
 */
public record KerasNaming() implements WeightNaming {
  @Override
  public List<WeightLayout> layouts(List<Parameter> parameters) {
    return LayerWeights.of(new Layers(), parameters);
  }

  private record Layers() implements LayerWeights {
    private static final List<String> LSTM = List.of("i", "f", "g", "o");
    private static final List<String> GRU = List.of("z", "r", "n");
    private static final List<String> RNN = List.of("h");

    @Override
    public String system() {
      return "Keras";
    }

    @Override
    public String recurrentLayers() {
      return "LSTM, GRU (reset_after or not) and SimpleRNN (tanh or relu)";
    }

    @Override
    public WeightLayout dense(String layer, Parameter matrix) {
      return transposed(layer + ".kernel", List.of(Part.same(Slice.all(matrix))));
    }

    @Override
    public WeightLayout embedding(String layer, Parameter table) {
      return new WeightLayout(
          layer + ".embeddings",
          table.value().shape(),
          false,
          List.of(Part.same(Slice.all(table))));
    }

    /** Matrices of equally many columns, below each other here and beside each other there. */
    private static WeightLayout transposed(String name, List<Part> parts) {
      int rows = parts.stream().mapToInt(part -> part.slice().shape().rows()).sum();
      int columns = parts.get(0).slice().shape().columns();
      return new WeightLayout(name, Shape.of(columns, rows), true, parts);
    }

    @Override
    public Optional<List<WeightLayout>> recurrent(RecurrentParameters parameters) {
      int units = parameters.layer().equations().units();
      return Recognised.as(KnownCells.lstm(units), parameters)
          .map(cell -> layer(cell, LSTM, false))
          .or(
              () ->
                  Recognised.as(KnownCells.gru(units, true), parameters)
                      .map(cell -> layer(cell, GRU, true)))
          .or(
              () ->
                  Recognised.as(KnownCells.gru(units, false), parameters)
                      .map(cell -> layer(cell, GRU, false)))
          .or(
              () ->
                  Recognised.as(KnownCells.rnn(units, false), parameters)
                      .or(() -> Recognised.as(KnownCells.rnn(units, true), parameters))
                      .map(cell -> layer(cell, RNN, false)));
    }

    private static List<WeightLayout> layer(
        Recognised cell, List<String> gates, boolean resetAfter) {
      String prefix = prefix(cell.parameters().layer());
      int width = gates.size() * cell.parameters().layer().equations().units();
      List<Part> biases = new ArrayList<>(cell.stacked("b_", gates));
      if (resetAfter) {
        for (String gate : gates) {
          boolean inside = gate.equals("n");
          biases.add(inside ? Part.same(cell.slice("b_hn")) : Part.added(cell.slice("b_" + gate)));
        }
      }
      Shape shape = resetAfter ? Shape.of(2, width) : Shape.of(width);
      return List.of(
          transposed(prefix + "kernel", cell.stacked("W_", gates)),
          transposed(prefix + "recurrent_kernel", cell.stacked("U_", gates)),
          new WeightLayout(prefix + "bias", shape, false, biases));
    }

    private static String prefix(Layer.Recurrent layer) {
      return layer.directions() == 2
          ? layer.name() + "."
          : layer.stack() + "." + layer.number() + ".";
    }
  }
}
