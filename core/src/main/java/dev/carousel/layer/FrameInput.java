package dev.carousel.layer;

import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.relu;

import dev.carousel.autograd.Convolutions;
import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.ConvolutionalFrontEnd.ConvolutionalLayer;
import dev.carousel.layer.ConvolutionalFrontEnd.Pool;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.FrameShape;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PatchGrid;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Images as a convolutional front end sees them. Steps beyond a sequence's end are not computed.
 */
final class FrameInput implements SequenceInput {
  private final List<Layer> layers = new ArrayList<>();
  private final ConvolutionalFrontEnd described;
  private final FrameShape frame;
  private final Dense dense;

  private record Layer(Parameter weight, Parameter bias, PatchGrid filters, PatchGrid pooled) {}

  /**
   * Builds the layers with initial weights.
   *
   * @throws InvalidDataException if the features are no images, or these are too small
   */
  FrameInput(
      ConvolutionalFrontEnd described,
      Signature.Features features,
      Initializer initializer,
      Kernels kernels,
      RandomStream random) {
    this.described = described;
    frame =
        features
            .frame()
            .orElseThrow(
                () ->
                    new InvalidDataException(
                        "the front end looks at images, but this task's %d features are none; set"
                                .formatted(features.size())
                            + " frontEnd to null"));
    FrameShape shape = frame;
    for (ConvolutionalLayer layer : described.layers()) {
      Layer built = layer(layer, shape, initializer, kernels, random);
      layers.add(built);
      shape = built.pooled.result(layer.filters());
    }
    dense =
        new Dense(
            "frontEnd.features",
            shape.elements(),
            described.features(),
            kernels,
            initializer,
            random);
  }

  private Layer layer(
      ConvolutionalLayer layer,
      FrameShape shape,
      Initializer initializer,
      Kernels kernels,
      RandomStream random) {
    int number = layers.size();
    PatchGrid filters;
    PatchGrid pooled;
    try {
      filters = new PatchGrid(shape, layer.size(), layer.stride(), (layer.size() - 1) / 2);
      pooled = new PatchGrid(filters.result(layer.filters()), layer.pool(), layer.pool(), 0);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "layer %d of the front end, on frames of %s: %s".formatted(number, shape, e.getMessage()),
          e);
    }
    int rows = layer.filters();
    int columns = filters.patchElements();
    float[] w = initializer.values(Role.DENSE, rows, columns, columns, random);
    float[] b = initializer.values(Role.DENSE_BIAS, 1, rows, columns, random);
    String name = "frontEnd." + number;
    return new Layer(
        new Parameter(name + ".W", kernels.tensor(w, rows, columns), kernels.zeros(rows, columns)),
        new Parameter(name + ".b", kernels.tensor(b, 1, rows), kernels.zeros(1, rows)),
        filters,
        pooled);
  }

  @Override
  public int width() {
    return described.features();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    for (Layer layer : layers) {
      all.add(layer.weight);
      all.add(layer.bias);
    }
    all.addAll(dense.parameters());
    return all;
  }

  @Override
  public Variable apply(Tape tape, Batch batch) {
    float[] values = ((Inputs.Features) batch.inputs()).values();
    int steps = batch.steps() * batch.rows();
    Variable all = tape.constant(tape.tensor(values, steps, frame.elements()));
    int[] real = realSteps(batch);
    if (real.length == steps) {
      return features(all);
    }
    int[] place = new int[steps];
    Arrays.fill(place, -1);
    for (int i = 0; i < real.length; i++) {
      place[real[i]] = i;
    }
    return RowOperations.gather(features(RowOperations.gather(all, real)), place);
  }

  private static int[] realSteps(Batch batch) {
    int[] real = new int[batch.steps() * batch.rows()];
    int count = 0;
    for (int step = 0; step < batch.steps(); step++) {
      for (int row = 0; row < batch.rows(); row++) {
        if (step < batch.lengths()[row]) {
          real[count++] = step * batch.rows() + row;
        }
      }
    }
    return Arrays.copyOf(real, count);
  }

  @Override
  public Value write(GraphWriter graph) {
    throw GraphWriter.refused("it looks at images with a convolutional front end");
  }

  private Variable features(Variable frames) {
    Tape tape = frames.tape();
    Variable z = frames;
    for (Layer layer : layers) {
      Variable weight = tape.parameter(layer.weight);
      Variable bias = tape.parameter(layer.bias);
      Variable filtered = Convolutions.convolve(z, weight, bias, layer.filters);
      z = pooled(Elementwise.apply(relu(operand("a")), Map.of("a", filtered)), layer.pooled);
    }
    return dense.apply(z);
  }

  private Variable pooled(Variable z, PatchGrid grid) {
    if (grid.size() == 1) {
      return z;
    }
    return described.pooling() == Pool.MAX
        ? Convolutions.maxPool(z, grid)
        : Convolutions.meanPool(z, grid);
  }
}
