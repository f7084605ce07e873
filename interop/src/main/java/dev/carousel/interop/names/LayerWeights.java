package dev.carousel.interop.names;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.cell.CellEquations;
import dev.carousel.data.InvalidDataException;
import dev.carousel.interchange.RecurrentParameters;
import dev.carousel.interchange.Slice;
import dev.carousel.interchange.WeightLayout;
import dev.carousel.interchange.WeightLayout.Part;
import dev.carousel.interop.equations.EquationMatch;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How a system lays out the weights of one layer; {@link #of} goes through those of a model. */
interface LayerWeights {
  /** What the system is called. */
  String system();

  /** What recurrent layers it has, for a message. */
  String recurrentLayers();

  /** The tensors of a recurrent layer in one direction; empty if the system has no such layer. */
  Optional<List<WeightLayout>> recurrent(RecurrentParameters parameters);

  /** The name of the matrix of an affine map, and whether it is transposed. */
  WeightLayout dense(String layer, Parameter matrix);

  /** The name of a table of vectors. */
  WeightLayout embedding(String layer, Parameter table);

  /**
   * The tensors of all layers. A parameter of no layer that systems share keeps its name and
   * layout.
   *
   * @throws InvalidDataException if the system lacks a recurrent layer
   */
  static List<WeightLayout> of(LayerWeights system, List<Parameter> parameters) {
    List<WeightLayout> layouts = new ArrayList<>();
    int next = 0;
    while (next < parameters.size()) {
      Layer layer = parameters.get(next).layer();
      int end = next + 1;
      while (end < parameters.size()
          && !layer.equals(Layer.NONE)
          && parameters.get(end).layer().equals(layer)) {
        end++;
      }
      layouts.addAll(of(system, layer, parameters.subList(next, end)));
      next = end;
    }
    return layouts;
  }

  private static List<WeightLayout> of(LayerWeights system, Layer layer, List<Parameter> of) {
    if (layer instanceof Layer.Recurrent recurrent) {
      return system
          .recurrent(RecurrentParameters.of(recurrent, of))
          .orElseThrow(
              () ->
                  new InvalidDataException(
                      ("the layer '%s' has equations that no layer of %s has; these are %s, and"
                              + " every model has Carousel's own names")
                          .formatted(recurrent.name(), system.system(), system.recurrentLayers())));
    } else if (layer instanceof Layer.Dense dense) {
      // Where the matrix is another layer's table, there is the bias alone.
      Parameter bias = of.get(of.size() - 1);
      Stream<WeightLayout> matrix =
          of.subList(0, of.size() - 1).stream().map(each -> system.dense(dense.name(), each));
      return Stream.concat(matrix, Stream.of(vector(dense.name() + ".bias", bias))).toList();
    } else if (layer instanceof Layer.Embedding embedding) {
      return List.of(system.embedding(embedding.name(), of.get(0)));
    }
    return of.stream().map(WeightLayout::own).toList();
  }

  private static WeightLayout vector(String name, Parameter parameter) {
    Shape shape = Shape.of(parameter.value().shape().elements());
    return new WeightLayout(name, shape, false, List.of(Part.same(Slice.all(parameter))));
  }

  /**
   * A recurrent layer that has been recognised as a known cell.
   *
   * @param named where the parameters are that the known cell calls so
   */
  record Recognised(RecurrentParameters parameters, Map<String, String> named) {
    /** Recognises a known cell by its equations. */
    static Optional<Recognised> as(CellEquations known, RecurrentParameters parameters) {
      return EquationMatch.of(known, parameters.layer().equations())
          .map(match -> new Recognised(parameters, match.parameters()));
    }

    Slice slice(String name) {
      return parameters.named().get(named.get(name));
    }

    /** Slices below each other, such as W_i, W_f, W_g, W_o for "W_". */
    List<Part> stacked(String prefix, List<String> gates) {
      return gates.stream().map(gate -> Part.same(slice(prefix + gate))).toList();
    }
  }
}
