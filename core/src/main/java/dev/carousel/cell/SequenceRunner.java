package dev.carousel.cell;

import dev.carousel.cell.CellPlan.Group;
import dev.carousel.cell.ForwardPlan.Forward;
import dev.carousel.cell.ForwardPlan.InputProduct;
import dev.carousel.cell.View.Buffer;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Executes a cell over whole sequences in 32-bit floats, forwards and backwards. Immutable; passes
 * over different sequences may run at the same time.
 */
public final class SequenceRunner {
  private final Kernels kernels;
  private final CellPlan plan;
  private final CellEquations equations;
  private final List<Group> groups;
  private final Execution training;
  private final Execution inference;
  private final StepLoop adjoint;
  private final GradientSums sums;
  private Execution tracing;

  /**
   * A way to run forwards.
   *
   * @param plan what is kept where
   * @param loop does the work of the steps
   * @param inputs does the work on the input before it is multiplied, if there is any
   */
  private record Execution(Forward plan, StepLoop loop, Optional<StepLoop> inputs) {}

  /**
   * Plans a cell's execution.
   *
   * @param equations the cell's equations
   * @param kernels what to compute with
   */
  public SequenceRunner(CellEquations equations, Kernels kernels) {
    this.kernels = kernels;
    this.plan = new CellPlan(equations);
    this.equations = equations;
    this.groups = plan.groups();
    this.training = execution(plan.training());
    this.inference = execution(plan.inference());
    this.adjoint = new StepLoop(kernels, plan.backward().schedule());
    this.sums = new GradientSums(kernels, plan);
  }

  private Execution execution(Forward plan) {
    return new Execution(
        plan,
        new StepLoop(kernels, plan.schedule()),
        plan.inputs().map(work -> new StepLoop(kernels, work)));
  }

  /** Few runners ever trace, so it is planned when one does. */
  private synchronized Execution tracing() {
    if (tracing == null) {
      tracing = execution(plan.tracing());
    }
    return tracing;
  }

  /**
   * The shapes of the trainable tensors, as {@link CellTensors} describes them.
   *
   * @param inputs the width of the input
   * @return one shape a group of products, then that of the vectors
   */
  public List<Shape> shapes(int inputs) {
    List<Shape> shapes = new ArrayList<>();
    for (Group group : groups) {
      int rows = (int) CellEquations.rows(group.products());
      shapes.add(Shape.of(rows, equations.width(group.operand(), inputs)));
    }
    int[] widths = equations.vectors().stream().mapToInt(PerUnit::width).toArray();
    if (Arrays.stream(widths).distinct().count() > 1) {
      shapes.add(Shape.of(1, Arrays.stream(widths).sum()));
    } else {
      shapes.add(Shape.of(widths.length, widths.length == 0 ? equations.units() : widths[0]));
    }
    return shapes;
  }

  /**
   * The shapes of what a training pass needs drawn of each mask of the equations.
   *
   * @param inputs the width of the input
   * @param packing the layout of the rows
   * @return for each mask, in the order of {@link CellEquations#masks}, [packed rows, width] if it
   *     is drawn at each step, [B, width] in sorted order if for each sequence
   */
  public List<Shape> maskShapes(int inputs, Packing packing) {
    List<Shape> shapes = new ArrayList<>();
    for (Mask mask : equations.masks()) {
      boolean eachStep = mask.draw() == Mask.Draw.EACH_STEP;
      int rows = eachStep ? packing.total() : packing.rows();
      shapes.add(Shape.of(rows, equations.width(mask, inputs)));
    }
    return shapes;
  }

  /** What a forward pass leaves behind. */
  public final class Pass {
    private final Packing packing;
    private final CellTensors weights;
    private final Execution execution;
    private final Tensor input;
    private final Workspace workspace;
    private final Buffers buffers = new Buffers();
    private Tensor output;
    private boolean spent;

    private Pass(
        CellTensors weights,
        Tensor input,
        Packing packing,
        Execution execution,
        Workspace workspace) {
      this.workspace = workspace;
      this.weights = weights;
      this.execution = execution;
      this.input = input;
      this.packing = packing;
    }

    /**
     * The outputs.
     *
     * @return [packed rows, outputs]; the pass's own tensor, valid as long as the pass
     */
    public Tensor output() {
      return output;
    }

    /**
     * A state after each sequence's last step.
     *
     * @param state its number, in the order of declaration
     * @return [B, width of the state], in sorted order, from the pass's workspace
     */
    public Tensor finalState(int state) {
      Tensor steps = buffers.get(Buffer.STATE, state);
      Tensor last = workspace.allocate(Shape.of(packing.rows(), steps.columns()));
      kernels.gatherRows(steps, packing.lastRows(), last);
      return last;
    }

    /**
     * A named value at every step, of a pass made by {@link #trace}. A state's name means its value
     * after the step.
     *
     * @param name as the equations have it, such as "i"
     * @return [packed rows, width of the value]; the pass's own tensor, valid as long as the pass
     * @throws IllegalArgumentException if the cell has no such value
     * @throws IllegalStateException if the pass was not traced
     */
    public Tensor value(String name) {
      if (execution == training || execution == inference) {
        throw new IllegalStateException("the pass was not traced, so it kept no values by name");
      }
      List<Definition> definitions = equations.definitions();
      Definition wanted =
          definitions.stream()
              .filter(definition -> definition.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the cell has no value '%s', only %s".formatted(name, definitions)));
      int state = List.copyOf(equations.next().values()).indexOf(wanted);
      if (state >= 0) {
        Tensor states = buffers.get(Buffer.STATE, state);
        return states.beginning(Shape.of(packing.total(), states.columns()));
      }
      Forward plan = execution.plan;
      View view = plan.saved().getOrDefault(wanted, plan.operands().get(wanted));
      return buffers.get(view.buffer(), view.index());
    }
  }

  /**
   * ∂L/∂ what went into a pass.
   *
   * @param input [packed rows, inputs]
   * @param initialStates one [B, width of the state] a state, in sorted order
   */
  public record InputGradients(Tensor input, List<Tensor> initialStates) {}

  /** Weights made ready for inference: a copy, so what they were made from may change. */
  public final class Frozen {
    private final List<Shape> shapes;
    private final PackedMatrix[] packed;
    private final Tensor vectors;

    private Frozen(CellTensors weights) {
      shapes = weights.weights().stream().map(Tensor::shape).toList();
      Workspace own = new Workspace(kernels);
      packed = packed(weights, true, own);
      vectors = copies(List.of(flat(weights.vectors())), own).get(0);
    }
  }

  /**
   * Makes weights ready for any number of passes that are not for training. A pass with weights as
   * they are does this for itself, which is most of the work of one over a single step.
   *
   * @param weights the trainable tensors
   * @return a copy, made ready
   */
  public Frozen freeze(CellTensors weights) {
    return new Frozen(weights);
  }

  /**
   * Runs forwards, not for training.
   *
   * @param weights made ready before
   * @param input [packed rows, inputs]
   * @param initialStates one [B, width of the state] a state, in sorted order; copied
   * @param packing the layout of the rows
   * @param workspace what the pass and its results take their memory from, so they are valid until
   *     it is released
   * @return outputs and final states
   * @throws ShapeException if the shapes do not go together
   */
  public Pass forward(
      Frozen weights,
      Tensor input,
      List<Tensor> initialStates,
      Packing packing,
      Workspace workspace) {
    requireShapes(weights.shapes, input, initialStates, packing);
    Pass pass = new Pass(null, input, packing, inference, workspace);
    run(pass, weights.packed, weights.vectors, initialStates, List.of());
    return pass;
  }

  /**
   * Runs forwards a cell without masks.
   *
   * @param weights the trainable tensors
   * @param input [packed rows, inputs]; must not change before the backward pass
   * @param initialStates one [B, width of the state] a state, in sorted order; copied
   * @param packing the layout of the rows
   * @param training whether to keep what the backward pass needs
   * @param workspace what the pass and its results take their memory from, so they are valid until
   *     it is released
   * @return outputs and final states
   * @throws ShapeException if the shapes do not go together, or there are masks to be drawn
   */
  public Pass forward(
      CellTensors weights,
      Tensor input,
      List<Tensor> initialStates,
      Packing packing,
      boolean training,
      Workspace workspace) {
    return forward(weights, input, initialStates, List.of(), packing, training, workspace);
  }

  /**
   * Runs forwards.
   *
   * @param weights the trainable tensors
   * @param input [packed rows, inputs]; must not change before the backward pass
   * @param initialStates one [B, width of the state] a state, in sorted order; copied
   * @param masks what was drawn of each mask, of the {@link #maskShapes}; must not change before
   *     the backward pass. None for inference, which uses their expectations
   * @param packing the layout of the rows
   * @param training whether to keep what the backward pass needs
   * @param workspace what the pass and its results take their memory from, so they are valid until
   *     it is released
   * @return outputs and final states
   * @throws ShapeException if the shapes do not go together
   */
  public Pass forward(
      CellTensors weights,
      Tensor input,
      List<Tensor> initialStates,
      List<Tensor> masks,
      Packing packing,
      boolean training,
      Workspace workspace) {
    requireMasks(masks, training ? maskShapes(input.columns(), packing) : List.of());
    Execution execution = training ? this.training : inference;
    return forward(weights, input, initialStates, masks, packing, execution, workspace);
  }

  /**
   * Runs forwards, not for training, and keeps every named value of every step. Outputs and final
   * states have the bits of any other pass that is not for training: the same products and the same
   * operators are computed in the same order, and only what is written differs.
   *
   * @param weights the trainable tensors
   * @param input [packed rows, inputs]
   * @param initialStates one [B, width of the state] a state, in sorted order; copied
   * @param packing the layout of the rows
   * @param workspace what the pass and its results take their memory from, so they are valid until
   *     it is released
   * @return outputs, final states and {@linkplain Pass#value values}
   * @throws ShapeException if the shapes do not go together
   */
  public Pass trace(
      CellTensors weights,
      Tensor input,
      List<Tensor> initialStates,
      Packing packing,
      Workspace workspace) {
    return forward(weights, input, initialStates, List.of(), packing, tracing(), workspace);
  }

  private Pass forward(
      CellTensors weights,
      Tensor input,
      List<Tensor> initialStates,
      List<Tensor> masks,
      Packing packing,
      Execution execution,
      Workspace workspace) {
    List<Shape> shapes = weights.weights().stream().map(Tensor::shape).toList();
    requireShapes(shapes, input, initialStates, packing);
    Pass pass = new Pass(weights, input, packing, execution, workspace);
    run(pass, packed(weights, true, workspace), flat(weights.vectors()), initialStates, masks);
    return pass;
  }

  /**
   * Masks that hold their expectations, for a training pass that computes what a prediction does.
   *
   * @param inputs the width of the input
   * @param packing the layout of the rows
   * @param workspace where they are
   * @return for each mask of the equations a tensor of the {@link #maskShapes}
   */
  public List<Tensor> expectedMasks(int inputs, Packing packing, Workspace workspace) {
    List<Tensor> masks = new ArrayList<>();
    List<Shape> shapes = maskShapes(inputs, packing);
    for (Mask mask : equations.masks()) {
      Tensor filled = workspace.allocate(shapes.get(masks.size()));
      kernels.fill(filled, (float) mask.expectation());
      masks.add(filled);
    }
    return masks;
  }

  private void run(
      Pass pass,
      PackedMatrix[] packed,
      Tensor vectors,
      List<Tensor> initialStates,
      List<Tensor> masks) {
    Forward forward = pass.execution.plan;
    Packing packing = pass.packing;
    Workspace workspace = pass.workspace;
    Buffers buffers = pass.buffers;
    int rows = packing.rows();
    int total = packing.total();
    for (int k = 0; k < initialStates.size(); k++) {
      Tensor initial = initialStates.get(k);
      Tensor state = workspace.allocate(Shape.of(total + rows, initial.columns()));
      kernels.copy(initial, 0, 0, state, total, 0, rows, initial.columns(), false);
      buffers.put(Buffer.STATE, k, state);
    }
    Shape outputs = Shape.of(total, equations.outputs());
    if (plan.outputState().isPresent()) {
      pass.output = buffers.get(Buffer.STATE, plan.outputState().getAsInt()).beginning(outputs);
    } else {
      pass.output = workspace.allocate(outputs);
      buffers.put(Buffer.OUTPUT, 0, pass.output);
    }
    buffers.put(Buffer.VECTORS, 0, vectors);
    buffers.put(Buffer.INPUT, 0, pass.input);
    for (int k = 0; k < masks.size(); k++) {
      buffers.put(Buffer.MASKS, k, masks.get(k));
    }
    forward.sums().forEach(view -> allocate(view, pass));
    for (View view : forward.operands().values()) {
      if (view.buffer() == Buffer.INPUT_OPERANDS) {
        allocate(view, pass);
      }
    }
    for (View view : forward.saved().values()) {
      if (view.buffer() == Buffer.SAVED) {
        allocate(view, pass);
      }
    }
    pass.execution.loop.forwards(
        packing,
        buffers,
        packed,
        (step, from, count) -> inputProducts(pass, packed, vectors, step, from, count));
  }

  private static void allocate(View view, Pass pass) {
    allocate(view, pass.buffers, pass);
  }

  private static void allocate(View view, Buffers buffers, Pass pass) {
    int width = view.width() == Expression.INPUT_WIDTH ? pass.input.columns() : view.width();
    Shape shape = Shape.of(view.rowCount(pass.packing), width);
    buffers.put(view.buffer(), view.index(), pass.workspace.allocate(shape));
  }

  /** The products of the input, of some of the rows. */
  private void inputProducts(
      Pass pass, PackedMatrix[] packed, Tensor vectors, int step, int from, int rows) {
    Packing packing = pass.packing;
    Buffers buffers = pass.buffers;
    pass.execution.inputs.ifPresent(work -> work.run(packing, buffers, step, from, rows));
    for (InputProduct product : pass.execution.plan.inputProducts()) {
      Addend addend = product.begins() ? Addend.NOTHING : Addend.RESULT;
      if (product.vector().isPresent()) {
        addend = new Addend.Row(vectors, 0, product.vector().getAsInt());
      }
      View operand = product.operand();
      View sum = product.sum();
      kernels.product(
          buffers.get(operand.buffer(), operand.index()),
          operand.firstRow(packing, step, from),
          packed[product.weight()],
          addend,
          buffers.get(sum.buffer(), sum.index()),
          sum.firstRow(packing, step, from),
          rows);
    }
  }

  /**
   * Runs backwards through time.
   *
   * @param pass a forward pass made for training, not yet run backwards; what it saved is replaced,
   *     its output and final states are not
   * @param outputAdjoint ∂L/∂outputs, [packed rows, outputs]
   * @param finalStateAdjoints ∂L/∂final states, one [B, width of the state] a state, in sorted
   *     order
   * @param gradients the gradients of the trainable tensors, added to
   * @return the gradients of input and initial states, from the pass's workspace
   * @throws IllegalArgumentException if the forward pass was not made for training
   * @throws IllegalStateException if it has been run backwards before
   */
  public InputGradients backward(
      Pass pass, Tensor outputAdjoint, List<Tensor> finalStateAdjoints, CellTensors gradients) {
    // Two sets that take turns: a sequence's last step must find its final state's adjoint in
    // whichever of them it reads, so both start with it.
    List<List<Tensor>> turns =
        List.of(
            copies(finalStateAdjoints, pass.workspace), copies(finalStateAdjoints, pass.workspace));
    return carriedBackward(pass, outputAdjoint, turns, gradients);
  }

  /**
   * Runs backwards through time and keeps what it carries from step to step.
   *
   * @param pass a forward pass made for training, not yet run backwards; what it saved is replaced,
   *     its output and final states are not
   * @param outputAdjoint ∂L/∂outputs, [packed rows, outputs]
   * @param finalStateAdjoints ∂L/∂final states, one [B, width of the state] a state, in sorted
   *     order
   * @param gradients the gradients of the trainable tensors, added to
   * @param kept says which of the adjoints of states to keep, and receives them
   * @return the gradients of input and initial states, from the pass's workspace
   * @throws IllegalArgumentException if the forward pass was not made for training
   * @throws IllegalStateException if it has been run backwards before
   */
  public InputGradients backward(
      Pass pass,
      Tensor outputAdjoint,
      List<Tensor> finalStateAdjoints,
      CellTensors gradients,
      StateAdjoints kept) {
    int steps = pass.packing.steps();
    return carriedBackward(
        pass,
        outputAdjoint,
        kept.turns(steps, () -> copies(finalStateAdjoints, pass.workspace)),
        gradients);
  }

  /**
   * Runs backwards.
   *
   * @param turns what is carried, one tensor a state: the last step reads the first set and writes
   *     the second, and so on, the first set coming after the last; all hold the adjoints of the
   *     final states
   */
  private InputGradients carriedBackward(
      Pass pass, Tensor outputAdjoint, List<List<Tensor>> turns, CellTensors gradients) {
    if (pass.execution != training) {
      throw new IllegalArgumentException(
          "the forward pass was not made for training, so it kept nothing for a backward pass");
    }
    if (pass.spent) {
      throw new IllegalStateException(
          "the forward pass has been run backwards, which replaced what it had saved; run it"
              + " forwards again");
    }
    pass.spent = true;
    Packing packing = pass.packing;
    Workspace workspace = pass.workspace;
    Buffers buffers = new Buffers(pass.buffers);
    buffers.put(Buffer.OUTPUT_ADJOINT, 0, outputAdjoint);
    buffers.put(Buffer.VECTOR_GRADIENTS, 0, flat(gradients.vectors()));
    for (View view : plan.backward().schedule().views()) {
      switch (view.buffer()) {
        case PRODUCT_ADJOINTS, SAVED_ADJOINTS, BACK_PROJECTION -> allocate(view, buffers, pass);
        default -> {}
      }
    }
    Tensor inputGradient = workspace.allocate(pass.input.shape());
    buffers.put(Buffer.INPUT_GRADIENT, 0, inputGradient);
    for (BackwardPlan.InputProduct product : plan.backward().inputProducts()) {
      if (product.begins() && product.into().buffer() == Buffer.INPUT_BACK_PROJECTION) {
        allocate(product.into(), buffers, pass);
      }
    }
    List<Buffers> carries = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      carries.add(withCarries(buffers, turns.get(i), turns.get((i + 1) % turns.size())));
    }
    PackedMatrix[] packed = packed(pass.weights, false, workspace);
    adjoint.backwards(
        packing,
        carries,
        packed,
        (step, from, rows) -> sums.inputGradient(packing, buffers, packed, step, from, rows));
    sums.addWeights(packing, buffers, gradients.weights());
    sums.addVectors(packing, buffers);
    return new InputGradients(inputGradient, turns.get(packing.steps() % turns.size()));
  }

  private List<Tensor> copies(List<Tensor> tensors, Workspace workspace) {
    List<Tensor> copies = new ArrayList<>();
    for (Tensor tensor : tensors) {
      Tensor copy = workspace.allocate(tensor.shape());
      kernels.copy(tensor, 0, 0, copy, 0, 0, tensor.rows(), tensor.columns(), false);
      copies.add(copy);
    }
    return copies;
  }

  private static Buffers withCarries(Buffers buffers, List<Tensor> read, List<Tensor> written) {
    Buffers with = new Buffers(buffers);
    for (int k = 0; k < read.size(); k++) {
      with.put(Buffer.CARRY, k, read.get(k));
      with.put(Buffer.NEXT_CARRY, k, written.get(k));
    }
    return with;
  }

  /** Every product's weight by itself. */
  private PackedMatrix[] packed(CellTensors weights, boolean transposed, Workspace workspace) {
    List<PackedMatrix> packed = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      Tensor stacked = weights.weights().get(g);
      int first = 0;
      for (Linear product : groups.get(g).products()) {
        PackedMatrix weight =
            transposed
                ? workspace.allocatePacked(stacked.columns(), product.width())
                : workspace.allocatePacked(product.width(), stacked.columns());
        kernels.pack(stacked, first, transposed, weight);
        packed.add(weight);
        first += product.width();
      }
    }
    return packed.toArray(PackedMatrix[]::new);
  }

  /** All vectors as one row, so that each is a range of columns. */
  private static Tensor flat(Tensor vectors) {
    return vectors.reshaped(1, vectors.shape().elements());
  }

  private void requireMasks(List<Tensor> masks, List<Shape> expected) {
    if (masks.size() != expected.size()) {
      throw new ShapeException("masks", expected.size() + " tensors", masks.size());
    }
    for (int k = 0; k < masks.size(); k++) {
      if (!masks.get(k).shape().equals(expected.get(k))) {
        String name = equations.masks().get(k).name();
        throw new ShapeException("mask '" + name + "'", expected.get(k), masks.get(k).shape());
      }
    }
  }

  private void requireShapes(
      List<Shape> weights, Tensor input, List<Tensor> initialStates, Packing packing) {
    if (input.rows() != packing.total()) {
      throw new ShapeException("sequence input", packing.total() + " packed rows", input.shape());
    }
    List<Shape> expected = shapes(input.columns());
    for (int g = 0; g < groups.size(); g++) {
      Shape actual = weights.get(g);
      if (!actual.equals(expected.get(g))) {
        throw new ShapeException(
            "weights of group " + g + " for an input of width " + input.columns(),
            expected.get(g),
            actual);
      }
    }
    List<State> states = equations.states();
    if (initialStates.size() != states.size()) {
      throw new ShapeException("initial states", states.size() + " tensors", initialStates.size());
    }
    for (int k = 0; k < states.size(); k++) {
      Shape state = Shape.of(packing.rows(), states.get(k).width());
      Shape initial = initialStates.get(k).shape();
      if (!initial.equals(state)) {
        throw new ShapeException("initial state '" + states.get(k).name() + "'", state, initial);
      }
    }
  }
}
