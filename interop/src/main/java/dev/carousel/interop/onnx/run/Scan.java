package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The operator Scan: a graph that is run for each step of sequences, with states between. */
final class Scan implements Operator {
  private final GraphProgram body;
  private final int inputs;
  private final int states;
  private final int outputs;
  private final long[] inputAxes;
  private final long[] outputAxes;
  private final boolean[] inputReversed;
  private final boolean[] outputReversed;

  Scan(NodeReader node) {
    node.requires(1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    body = node.body("body");
    inputs = node.node().inputs().size();
    long scanned = node.integer("num_scan_inputs", 0);
    if (scanned < 1 || scanned > inputs) {
      throw node.refused(
          "attribute num_scan_inputs is %d, expected 1 to %d, the number of inputs"
              .formatted(scanned, inputs));
    }
    states = inputs - (int) scanned;
    outputs = body.graph().outputs().size() - states;
    for (int input = 0; input < inputs; input++) {
      if (!node.hasInput(input)) {
        throw node.refused("input %d is left out".formatted(input));
      }
    }
    if (body.graph().inputs().size() != inputs || outputs < 0) {
      throw node.refused(
          "its body has %d inputs and %d outputs, expected %d and at least %d, for %d states"
              .formatted(
                  body.graph().inputs().size(),
                  body.graph().outputs().size(),
                  inputs,
                  states,
                  states));
    }
    if (node.node().outputs().size() > states + outputs) {
      throw node.refused(
          "it has %d outputs, but its body %d"
              .formatted(node.node().outputs().size(), states + outputs));
    }
    inputAxes = list(node, "scan_input_axes", (int) scanned);
    outputAxes = list(node, "scan_output_axes", outputs);
    inputReversed = flags(node, "scan_input_directions", (int) scanned);
    outputReversed = flags(node, "scan_output_directions", outputs);
  }

  private static long[] list(NodeReader node, String name, int size) {
    long[] list = node.integers(name).orElseGet(() -> new long[size]);
    if (list.length != size) {
      throw node.refused(
          "attribute %s has %d numbers, expected %d".formatted(name, list.length, size));
    }
    return list;
  }

  private static boolean[] flags(NodeReader node, String name, int size) {
    long[] list = list(node, name, size);
    boolean[] flags = new boolean[size];
    for (int i = 0; i < size; i++) {
      if (list[i] != 0 && list[i] != 1) {
        throw node.refused("attribute %s has %d, expected 0 or 1".formatted(name, list[i]));
      }
      flags[i] = list[i] == 1;
    }
    return flags;
  }

  @Override
  public List<Value> run(Inputs given, Budget budget) {
    int[] axes = new int[inputs - states];
    int steps = -1;
    for (int i = 0; i < axes.length; i++) {
      Shape shape = given.any(states + i).shape();
      axes[i] = Axes.of(inputAxes[i], shape.rank());
      if (steps >= 0 && shape.size(axes[i]) != steps) {
        throw given.unexpected(states + i, "%d steps along axis %d".formatted(steps, axes[i]));
      }
      steps = shape.size(axes[i]);
    }
    List<Value> around = given.subList(inputs, given.count());
    List<Value> carried = new ArrayList<>(given.subList(0, states));
    Value[] collected = new Value[outputs];
    long kept = budget.bytes();
    for (int step = 0; step < steps; step++) {
      List<Value> read = new ArrayList<>(carried);
      for (int i = 0; i < axes.length; i++) {
        Value whole = given.any(states + i);
        int at = inputReversed[i] ? steps - 1 - step : step;
        read.add(View.of(whole.shape()).at(axes[i], at).copy(whole, budget));
      }
      Value[] results = body.run(read, around, budget);
      for (int i = 0; i < outputs; i++) {
        Value result = results[states + i];
        if (step == 0) {
          collected[i] = budget.value(result.type(), withSteps(steps, result.shape()));
          kept += Elements.bytes(collected[i]);
        }
        collect(result, i, outputReversed[i] ? steps - 1 - step : step, collected[i]);
      }
      for (int state = 0; state < states; state++) {
        requireSame(state, carried.get(state), results[state]);
      }
      carried = new ArrayList<>(Arrays.asList(results).subList(0, states));
      budget.settle(kept, carried);
    }
    for (int i = 0; i < outputs; i++) {
      Value all = steps == 0 ? nothing(i, budget) : collected[i];
      carried.add(moved(all, outputAxes[i], budget));
    }
    return carried;
  }

  private static Shape withSteps(int steps, Shape each) {
    return Budget.shape(
        IntStream.concat(IntStream.of(steps), IntStream.of(each.sizes())).asLongStream().toArray());
  }

  private static void collect(Value result, int output, int step, Value into) {
    int steps = into.shape().size(0);
    if (result.type() != into.type() || !withSteps(steps, result.shape()).equals(into.shape())) {
      throw new IllegalArgumentException(
          "scanned output %d of its body is %s, but with all %d steps %s"
              .formatted(output, result, steps, into));
    }
    int count = result.shape().elements();
    Elements.copy(result, 0, 1, into, step * count, count);
  }

  private static void requireSame(int state, Value before, Value after) {
    if (before.type() != after.type() || !before.shape().equals(after.shape())) {
      throw new IllegalArgumentException(
          "state %d is %s before a step and %s after it".formatted(state, before, after));
    }
  }

  /** What there is without a step, as far as the body says what a step would give. */
  private Value nothing(int output, Budget budget) {
    OnnxValue value = body.graph().outputs().get(states + output);
    List<Dimension> axes =
        value
            .type()
            .flatMap(OnnxValue.Type::shape)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there are no steps, and its body does not say the shape of output "
                            + output));
    long[] sizes = new long[axes.size() + 1];
    for (int axis = 0; axis < axes.size(); axis++) {
      sizes[axis + 1] = axes.get(axis) instanceof Dimension.Fixed fixed ? fixed.size() : 0;
    }
    return budget.value(
        Elements.requireSupported("output " + output, value.type().get().elements()),
        Budget.shape(sizes));
  }

  /** With the steps along another axis than the first. */
  private static Value moved(Value value, long axis, Budget budget) {
    int rank = value.shape().rank();
    int to = Axes.of(axis, rank);
    if (to == 0) {
      return value;
    }
    int[] order = IntStream.range(0, rank).map(i -> i < to ? i + 1 : i == to ? 0 : i).toArray();
    return View.of(value.shape()).transposed(order).copy(value, budget);
  }
}
