package dev.carousel.interop.onnx.run;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.OnnxGraph;
import java.util.Arrays;
import java.util.List;

/** A graph, ready to run: its nodes in order, and where each value is kept. Immutable. */
final class GraphProgram {
  private final OnnxGraph graph;
  private final Value[] constants;
  private final int[] inputs;
  private final int[] outputs;
  private final List<String> captured;
  private final int[] capturedSlots;
  private final Step[] steps;

  /**
   * A node.
   *
   * @param inputs the slots that it reads, -1 for what is left out
   * @param outputs the slots that it writes, -1 for what nobody reads
   * @param dead the slots that nobody reads after it
   */
  record Step(String place, Operator operator, int[] inputs, int[] outputs, int[] dead) {}

  /**
   * A program.
   *
   * @param constants the values that are there before it runs, by slot; null for others
   * @param captured the names of the values that it reads of graphs around it
   */
  GraphProgram(
      OnnxGraph graph,
      Value[] constants,
      int[] inputs,
      int[] outputs,
      List<String> captured,
      int[] capturedSlots,
      List<Step> steps) {
    this.graph = graph;
    this.constants = constants;
    this.inputs = inputs;
    this.outputs = outputs;
    this.captured = List.copyOf(captured);
    this.capturedSlots = capturedSlots;
    this.steps = steps.toArray(Step[]::new);
  }

  /** What the graph says of its inputs and outputs. */
  OnnxGraph graph() {
    return graph;
  }

  List<String> captured() {
    return captured;
  }

  /**
   * Runs.
   *
   * @param given a value for each input
   * @param around a value for each that is captured
   * @return a value for each output; some may be inputs or constants
   * @throws InvalidDataException if a node cannot compute what it should; the message names it
   */
  Value[] run(List<Value> given, List<Value> around, Budget budget) {
    Value[] slots = constants.clone();
    for (int i = 0; i < inputs.length; i++) {
      slots[inputs[i]] = given.get(i);
    }
    for (int i = 0; i < capturedSlots.length; i++) {
      slots[capturedSlots[i]] = around.get(i);
    }
    for (Step step : steps) {
      run(step, slots, budget);
    }
    return Arrays.stream(outputs).mapToObj(slot -> slots[slot]).toArray(Value[]::new);
  }

  private static void run(Step step, Value[] slots, Budget budget) {
    Value[] read = new Value[step.inputs.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = step.inputs[i] < 0 ? null : slots[step.inputs[i]];
    }
    List<Value> results = run(step.place, step.operator, new Inputs(read), budget);
    for (int i = 0; i < step.outputs.length; i++) {
      if (step.outputs[i] < 0) {
        budget.release(results.get(i));
      } else {
        slots[step.outputs[i]] = results.get(i);
      }
    }
    for (int i = step.outputs.length; i < results.size(); i++) {
      budget.release(results.get(i));
    }
    for (int dead : step.dead) {
      budget.release(slots[dead]);
      slots[dead] = null;
    }
  }

  /** Runs one operator, and counts what remains of it. */
  static List<Value> run(String place, Operator operator, Inputs inputs, Budget budget) {
    try {
      budget.node();
      long before = budget.bytes();
      List<Value> results = operator.run(inputs, budget);
      budget.settle(before, results);
      return results;
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(place + e.getMessage(), e);
    }
  }
}
