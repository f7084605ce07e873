package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.recurrence.OnnxCell;
import dev.carousel.interop.onnx.run.GraphProgram.Step;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a graph ready to run. What depends on constants alone is computed now, and what nobody
 * reads any more is given back as soon as possible.
 */
final class GraphCompiler {
  private static final int NOBODY = -1;

  /** Kernels may make code of each, and keep it. */
  private static final int MOST_FORMULAS = 1000;

  private final Loading loading;
  private final OnnxGraph graph;
  private final GraphCompiler around;

  private final Map<String, OnnxTensor> initializers = new HashMap<>();
  private final Map<String, Value> constants = new HashMap<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<Integer, Value> kept = new HashMap<>();
  private final Set<Integer> computed = new HashSet<>();
  private final List<String> captured = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private int slotCount;

  /**
   * What all graphs of a model have in common.
   *
   * @param budget what loading may take
   * @param formulas those that are ready
   * @param recurrences the cells that are ready
   */
  record Loading(
      int operatorSet,
      Kernels kernels,
      Budget budget,
      Map<PointwiseProgram, Pointwise> formulas,
      Set<List<OnnxCell>> recurrences) {
    Loading(int operatorSet, Kernels kernels, Budget budget) {
      this(operatorSet, kernels, budget, new HashMap<>(), new HashSet<>());
    }

    private void requireFew() {
      if (formulas.size() + recurrences.size() > MOST_FORMULAS) {
        throw new IllegalArgumentException(
            "the model has more than %d different formulas and recurrent layers"
                .formatted(MOST_FORMULAS));
      }
    }
  }

  private GraphCompiler(Loading loading, OnnxGraph graph, GraphCompiler around) {
    this.loading = loading;
    this.graph = graph;
    this.around = around;
  }

  /**
   * A main graph, ready to run.
   *
   * @throws IllegalArgumentException if a node is not such as its operator takes; the message names
   *     it
   */
  static GraphProgram compiled(OnnxGraph graph, Loading loading) {
    return new GraphCompiler(loading, graph, null).program();
  }

  /** A graph within this one, ready to run. */
  GraphProgram nested(OnnxGraph body) {
    return new GraphCompiler(loading, body, this).program();
  }

  int operatorSet() {
    return loading.operatorSet;
  }

  Kernels kernels() {
    return loading.kernels;
  }

  Budget budget() {
    return loading.budget;
  }

  /** A formula, made ready once for all nodes that compute it. */
  Pointwise formula(PointwiseProgram program) {
    Pointwise formula = loading.formulas.computeIfAbsent(program, loading.kernels::compile);
    loading.requireFew();
    return formula;
  }

  /** Notes the cells of a recurrent layer. */
  void recurrence(List<OnnxCell> cells) {
    loading.recurrences.add(cells);
    loading.requireFew();
  }

  private GraphProgram program() {
    for (OnnxTensor initializer : graph.initializers()) {
      initializers.put(initializer.name(), initializer);
    }
    int[] inputs = new int[graph.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      String name = graph.inputs().get(i).name();
      // Its initializer is but a default.
      initializers.remove(name);
      inputs[i] = newSlot(name);
    }
    for (OnnxNode node : graph.nodes()) {
      add(node);
    }
    int[] outputs = graph.outputs().stream().map(OnnxValue::name).mapToInt(this::slot).toArray();
    int[] capturedSlots = captured.stream().mapToInt(slots::get).toArray();
    Value[] constants = new Value[slotCount];
    kept.forEach((slot, value) -> constants[slot] = value);
    return new GraphProgram(
        graph, constants, inputs, outputs, captured, capturedSlots, withEnds(outputs));
  }

  private void add(OnnxNode node) {
    NodeReader reader = new NodeReader(node, this);
    Operator operator = KnownOperator.read(reader);
    if (isKnown(reader)) {
      compute(reader, operator);
      return;
    }
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      boolean read = reader.hasInput(i) && !reader.isAbsorbed(i);
      inputs.add(read ? slot(node.inputs().get(i)) : NOBODY);
    }
    reader.body().ifPresent(body -> body.captured().forEach(name -> inputs.add(slot(name))));
    int[] outputs = new int[node.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      String name = node.outputs().get(i);
      outputs[i] = name.isEmpty() ? NOBODY : newSlot(name);
      computed.add(outputs[i]);
    }
    steps.add(
        new Step(
            NodeReader.place(node),
            operator,
            inputs.stream().mapToInt(Integer::intValue).toArray(),
            outputs,
            new int[0]));
  }

  /** Whether what a node computes is the same in all runs. */
  private boolean isKnown(NodeReader reader) {
    List<String> inputs = reader.node().inputs();
    return reader.body().isEmpty()
        && inputs.stream().allMatch(name -> name.isEmpty() || constant(name).isPresent());
  }

  private void compute(NodeReader reader, Operator operator) {
    OnnxNode node = reader.node();
    Value[] inputs = new Value[node.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = reader.isAbsorbed(i) ? null : reader.known(i).orElse(null);
    }
    List<Value> results =
        GraphProgram.run(NodeReader.place(node), operator, new Inputs(inputs), loading.budget);
    for (int i = 0; i < node.outputs().size(); i++) {
      constants.put(node.outputs().get(i), results.get(i));
    }
  }

  /** The value of a name, if it is the same in all runs. */
  Optional<Value> constant(String name) {
    Value value = constants.get(name);
    if (value == null && initializers.containsKey(name)) {
      value = Elements.of(initializers.get(name));
      constants.put(name, value);
    }
    if (value == null && around != null && !slots.containsKey(name)) {
      return around.constant(name);
    }
    return Optional.ofNullable(value);
  }

  /** Where a value is found that is defined here or around. */
  private int slot(String name) {
    Integer slot = slots.get(name);
    if (slot == null) {
      Optional<Value> constant = constant(name);
      int added = newSlot(name);
      if (constant.isPresent()) {
        kept.put(added, constant.get());
        constants.put(name, constant.get());
      } else {
        captured.add(name);
      }
      slot = added;
    }
    return slot;
  }

  private int newSlot(String name) {
    slots.put(name, slotCount);
    return slotCount++;
  }

  /** The steps, each with the values that end with it. */
  private List<Step> withEnds(int[] outputs) {
    int[] last = new int[slotCount];
    Arrays.fill(last, NOBODY);
    for (int i = 0; i < steps.size(); i++) {
      for (int slot : steps.get(i).outputs()) {
        setLast(last, slot, i);
      }
      for (int slot : steps.get(i).inputs()) {
        setLast(last, slot, i);
      }
    }
    for (int slot : outputs) {
      last[slot] = NOBODY;
    }
    List<List<Integer>> ends = new ArrayList<>();
    steps.forEach(step -> ends.add(new ArrayList<>()));
    for (int slot = 0; slot < slotCount; slot++) {
      if (last[slot] != NOBODY && computed.contains(slot)) {
        ends.get(last[slot]).add(slot);
      }
    }
    List<Step> ended = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      int[] dead = ends.get(i).stream().mapToInt(Integer::intValue).toArray();
      ended.add(new Step(step.place(), step.operator(), step.inputs(), step.outputs(), dead));
    }
    return ended;
  }

  private static void setLast(int[] last, int slot, int step) {
    if (slot != NOBODY) {
      last[slot] = step;
    }
  }
}
