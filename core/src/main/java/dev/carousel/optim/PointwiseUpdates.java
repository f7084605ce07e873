package dev.carousel.optim;

import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Parameter;
import dev.carousel.expression.Expression;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An update rule given by formulas of the weight w, its gradient g, any number of moments and any
 * number of scalars, run over all parameters.
 */
final class PointwiseUpdates implements Updates {
  static final Expression WEIGHT = operand("w");
  private static final Expression CLIPPING = operand("clipping");
  static final Expression GRADIENT = operand("g").times(CLIPPING);

  /** The scalars of a step, in the order in which they were declared. */
  @FunctionalInterface
  interface Scalars {
    float[] at(long step, double learningRate);
  }

  private final List<Parameter> parameters;
  private final List<List<Tensor>> moments = new ArrayList<>();
  private final List<String> momentNames;
  private final Scalars scalars;
  private final Pointwise update;
  private final Tensor steps;
  private final Kernels kernels;

  /**
   * @param formulas the new value of each moment and of "w", by name, in terms of the old ones
   * @param scalarNames the names of the scalars in the formulas
   */
  PointwiseUpdates(
      Kernels kernels,
      List<Parameter> parameters,
      Map<String, Expression> formulas,
      List<String> scalarNames,
      Scalars scalars) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.scalars = scalars;
    this.steps = kernels.zeros(1);
    momentNames = formulas.keySet().stream().filter(name -> !name.equals("w")).toList();
    // Tensors are numbered: weight, gradient, moments.
    Map<Expression, PointwiseProgram.Source> leaves = new HashMap<>();
    leaves.put(WEIGHT, new PointwiseProgram.Rows(0, 0));
    leaves.put(operand("g"), new PointwiseProgram.Rows(1, 0));
    leaves.put(CLIPPING, new PointwiseProgram.Scalar(scalarNames.size()));
    for (int m = 0; m < momentNames.size(); m++) {
      leaves.put(operand(momentNames.get(m)), new PointwiseProgram.Rows(2 + m, 0));
    }
    for (int s = 0; s < scalarNames.size(); s++) {
      leaves.put(operand(scalarNames.get(s)), new PointwiseProgram.Scalar(s));
    }
    PointwiseProgram.Builder program = new PointwiseProgram.Builder(leaves);
    program.sink(formulas.get("w"), 0, 0, Sink.Mode.STORE);
    for (int m = 0; m < momentNames.size(); m++) {
      program.sink(formulas.get(momentNames.get(m)), 2 + m, 0, Sink.Mode.STORE);
    }
    update = kernels.compile(program.build());
    for (Parameter parameter : parameters) {
      List<Tensor> own = new ArrayList<>();
      for (int m = 0; m < momentNames.size(); m++) {
        own.add(kernels.zeros(parameter.value().shape().sizes()));
      }
      moments.add(own);
    }
  }

  @Override
  public void step(double learningRate, double clipping) {
    // Kept in a tensor so that it is saved and restored with the moments; exact up to 2^24 steps.
    long step = (long) kernels.toArray(steps)[0] + 1;
    kernels.fill(steps, step);
    float[] own = scalars.at(step, learningRate);
    float[] values = Arrays.copyOf(own, own.length + 1);
    values[own.length] = (float) clipping;
    for (int p = 0; p < parameters.size(); p++) {
      Tensor weight = parameters.get(p).value();
      Tensor[] tensors = new Tensor[2 + momentNames.size()];
      tensors[0] = weight;
      tensors[1] = parameters.get(p).gradient();
      for (int m = 0; m < momentNames.size(); m++) {
        tensors[2 + m] = moments.get(p).get(m);
      }
      update.run(tensors, new int[tensors.length], values, weight.rows(), weight.columns());
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("steps", steps);
    for (int p = 0; p < parameters.size(); p++) {
      for (int m = 0; m < momentNames.size(); m++) {
        state.put(parameters.get(p).name() + "." + momentNames.get(m), moments.get(p).get(m));
      }
    }
    return state;
  }

  static void requireRate(double learningRate) {
    if (!(learningRate > 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException("learningRate must be above 0, got " + learningRate);
    }
  }

  static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be at least 0 and below 1, got " + value);
    }
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be above 0, got " + value);
    }
  }

  static void requireNotNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be at least 0, got " + value);
    }
  }
}
