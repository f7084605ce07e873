package dev.carousel.cell;

import dev.carousel.cell.CellPlan.Group;
import dev.carousel.cell.Schedule.Phase;
import dev.carousel.cell.Schedule.Product;
import dev.carousel.cell.Schedule.Segment;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.State;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Executes a cell over whole sequences in 32-bit floats, forwards and backwards.
 *
 * <p>The time loop runs over ranges of sequences that are independent of each other, so kernels may
 * hand the ranges to several threads without a barrier at each step. Immutable; passes over
 * different sequences may run at the same time.
 */
public final class SequenceRunner {
  private static final float[] NO_SCALARS = {};

  private final Kernels kernels;
  private final CellPlan plan;
  private final int units;
  private final List<Group> groups;
  private final Map<PointwiseProgram, Pointwise> compiled = new HashMap<>();

  /**
   * Plans a cell's execution.
   *
   * @param equations the cell's equations
   * @param kernels what to compute with
   */
  public SequenceRunner(CellEquations equations, Kernels kernels) {
    this.kernels = kernels;
    this.plan = new CellPlan(equations);
    this.units = equations.units();
    this.groups = plan.groups();
    for (Schedule schedule :
        List.of(
            plan.training().schedule(), plan.inference().schedule(), plan.backward().schedule())) {
      for (Phase phase : schedule.phases()) {
        if (phase instanceof Segment segment) {
          compiled.computeIfAbsent(segment.program(), kernels::compile);
        }
      }
    }
    compiled.computeIfAbsent(plan.backward().vectorSums(), kernels::compile);
  }

  /**
   * The shapes of the trainable tensors.
   *
   * @param inputs the width of the input
   * @return one shape a group of products, [members · units, width of the operand], then [vectors,
   *     units]
   */
  public List<Shape> shapes(int inputs) {
    List<Shape> shapes = new ArrayList<>();
    for (Group group : groups) {
      int width = plan.equations().width(group.operand(), inputs);
      shapes.add(Shape.of(group.products().size() * units, width));
    }
    shapes.add(Shape.of(plan.equations().vectors().size(), units));
    return shapes;
  }

  /** What a forward pass leaves behind. */
  public final class Pass {
    private final Packing packing;
    private final CellTensors weights;
    private final boolean training;
    private final Tensor input;
    private final Tensor output;
    private final List<Tensor> states = new ArrayList<>();
    private Tensor inputProducts;
    private Tensor saved;

    private Pass(CellTensors weights, Tensor input, Packing packing, boolean training) {
      this.weights = weights;
      this.training = training;
      this.input = input;
      this.packing = packing;
      this.output = kernels.allocate(Shape.of(packing.total(), units));
    }

    /**
     * The outputs.
     *
     * @return [packed rows, units]; the pass's own tensor, valid as long as the pass
     */
    public Tensor output() {
      return output;
    }

    /**
     * A state after each sequence's last step.
     *
     * @param state its number, in the order of declaration
     * @return a new tensor [B, units], in sorted order
     */
    public Tensor finalState(int state) {
      Tensor last = kernels.allocate(Shape.of(packing.rows(), units));
      int[] index = packing.lastRows();
      for (int i = 0; i < index.length; i++) {
        index[i] += packing.rows();
      }
      kernels.gatherRows(states.get(state), index, last);
      return last;
    }
  }

  /** ∂L/∂ what went into a pass. */
  public static final class InputGradients {
    private final Tensor input;
    private final List<Tensor> initialStates;

    private InputGradients(Tensor input, List<Tensor> initialStates) {
      this.input = input;
      this.initialStates = initialStates;
    }

    /**
     * The gradient of the input.
     *
     * @return [packed rows, inputs]
     */
    public Tensor input() {
      return input;
    }

    /**
     * The gradients of the initial states.
     *
     * @return one [B, units] a state, in sorted order
     */
    public List<Tensor> initialStates() {
      return initialStates;
    }
  }

  /**
   * Runs forwards.
   *
   * @param weights the trainable tensors
   * @param input [packed rows, inputs]; must not change before the backward pass
   * @param initialStates one [B, units] a state, in sorted order; copied
   * @param packing the layout of the rows
   * @param training whether to keep what the backward pass needs
   * @return outputs and final states
   * @throws ShapeException if the shapes do not go together
   */
  public Pass forward(
      CellTensors weights,
      Tensor input,
      List<Tensor> initialStates,
      Packing packing,
      boolean training) {
    requireShapes(weights, input, initialStates, packing);
    CellPlan.Forward forward = training ? plan.training() : plan.inference();
    Pass pass = new Pass(weights, input, packing, training);
    for (Tensor initial : initialStates) {
      Tensor slab = kernels.allocate(Shape.of(packing.rows() + packing.total(), units));
      kernels.copy(initial, 0, 0, slab, 0, 0, packing.rows(), units, false);
      pass.states.add(slab);
    }
    int savedRows = training ? packing.total() : packing.rows();
    pass.saved = kernels.allocate(Shape.of(savedRows, forward.saved().size() * units));
    PackedMatrix[] packed = new PackedMatrix[groups.size()];
    Tensor[] products = new Tensor[groups.size()];
    for (int g = 0; g < packed.length; g++) {
      packed[g] = kernels.pack(weights.weights().get(g), true);
      boolean ofInput = groups.get(g).ofInput();
      int rows = ofInput ? packing.total() : packing.rows();
      products[g] = kernels.allocate(Shape.of(rows, packed[g].columns()));
      if (ofInput) {
        pass.inputProducts = products[g];
        kernels.overRows(
            rows,
            (from, to) ->
                kernels.product(
                    input, from, 0, packed[0], pass.inputProducts, from, 0, to - from, false));
      }
    }
    Schedule schedule = forward.schedule();
    Tensor[] tensors = new Tensor[schedule.views().size()];
    for (int v = 0; v < tensors.length; v++) {
      View view = schedule.views().get(v);
      tensors[v] =
          switch (view.buffer()) {
            case INPUT_PRODUCTS -> pass.inputProducts;
            case PRODUCTS -> products[view.index()];
            case VECTORS -> flat(weights.vectors());
            case STATE -> pass.states.get(view.index());
            case SAVED -> pass.saved;
            case OUTPUT -> pass.output;
            default -> throw new IllegalStateException("not a forward buffer: " + view);
          };
    }
    kernels.overRows(
        packing.rows(),
        (from, to) -> {
          int[] firstRows = new int[tensors.length];
          for (int t = 0; t < packing.steps(); t++) {
            int rows = Math.min(to, packing.batchSize(t)) - from;
            if (rows <= 0) {
              break;
            }
            setFirstRows(schedule, packing, t, from, firstRows);
            for (Phase phase : schedule.phases()) {
              if (phase instanceof Product product) {
                multiply(product.group(), forward, pass, packed, products, t, from, rows);
              } else if (phase instanceof Segment segment) {
                compiled.get(segment.program()).run(tensors, firstRows, NO_SCALARS, rows, units);
              }
            }
          }
        });
    return pass;
  }

  private void multiply(
      int group,
      CellPlan.Forward forward,
      Pass pass,
      PackedMatrix[] packed,
      Tensor[] products,
      int step,
      int from,
      int rows) {
    Packing packing = pass.packing;
    Expression operand = groups.get(group).operand();
    Tensor left;
    int leftRow;
    int leftColumn;
    if (operand instanceof State state) {
      left = pass.states.get(plan.equations().states().indexOf(state));
      leftRow = packing.previousStart(step) + from;
      leftColumn = 0;
    } else {
      left = pass.saved;
      leftRow = pass.training ? packing.start(step) + from : from;
      leftColumn = forward.saved().indexOf(operand) * units;
    }
    kernels.product(
        left, leftRow, leftColumn, packed[group], products[group], from, 0, rows, false);
  }

  /**
   * Runs backwards through time.
   *
   * @param pass a forward pass made for training; its saved values are read, not changed
   * @param outputAdjoint ∂L/∂outputs, [packed rows, units]
   * @param finalStateAdjoints ∂L/∂final states, one [B, units] a state, in sorted order
   * @param gradients the gradients of the trainable tensors, added to
   * @return the gradients of input and initial states, in new tensors
   * @throws IllegalArgumentException if the forward pass was not made for training
   */
  public InputGradients backward(
      Pass pass, Tensor outputAdjoint, List<Tensor> finalStateAdjoints, CellTensors gradients) {
    if (!pass.training) {
      throw new IllegalArgumentException(
          "the forward pass was not made for training, so it kept nothing for a backward pass");
    }
    Packing packing = pass.packing;
    CellPlan.Backward backward = plan.backward();
    int[] slab = backward.adjointSlab();
    PackedMatrix[] packed = new PackedMatrix[groups.size()];
    Tensor[] adjoints = new Tensor[groups.size()];
    Tensor[] projections = new Tensor[groups.size()];
    for (int g = 0; g < packed.length; g++) {
      packed[g] = kernels.pack(pass.weights.weights().get(g), false);
      if (slab[g] == g) {
        adjoints[g] = kernels.allocate(Shape.of(packing.total(), packed[g].rows()));
      } else {
        adjoints[g] = adjoints[slab[g]];
      }
      if (!groups.get(g).ofInput()) {
        projections[g] = kernels.allocate(Shape.of(packing.rows(), units));
      }
    }
    // Rows whose sequence has not begun yet, counted from the end, must find their final state's
    // adjoint in whichever buffer is read first, so both start with it.
    Carries carries = new Carries(finalStateAdjoints, packing.rows());
    Tensor savedAdjoints =
        kernels.allocate(Shape.of(packing.total(), backward.savedAdjoints() * units));
    Schedule schedule = backward.schedule();
    Tensor[] even = new Tensor[schedule.views().size()];
    for (int v = 0; v < even.length; v++) {
      View view = schedule.views().get(v);
      even[v] =
          switch (view.buffer()) {
            case CARRY -> carries.first.get(view.index());
            case NEXT_CARRY -> carries.second.get(view.index());
            case OUTPUT_ADJOINT -> outputAdjoint;
            case PRODUCT_ADJOINTS -> adjoints[view.index()];
            case BACK_PROJECTION -> projections[view.index()];
            case SAVED_ADJOINTS -> savedAdjoints;
            default -> forwardBuffer(pass, view);
          };
    }
    Tensor[] odd = carries.swapped(schedule, even);
    kernels.overRows(
        packing.rows(),
        (from, to) -> {
          int[] firstRows = new int[even.length];
          for (int t = packing.steps() - 1; t >= 0; t--) {
            int rows = Math.min(to, packing.batchSize(t)) - from;
            if (rows <= 0) {
              continue;
            }
            setFirstRows(schedule, packing, t, from, firstRows);
            Tensor[] tensors = (packing.steps() - 1 - t) % 2 == 0 ? even : odd;
            for (Phase phase : schedule.phases()) {
              if (phase instanceof Product product) {
                int g = product.group();
                kernels.product(
                    adjoints[g],
                    packing.start(t) + from,
                    0,
                    packed[g],
                    projections[g],
                    from,
                    0,
                    rows,
                    false);
              } else if (phase instanceof Segment segment) {
                compiled.get(segment.program()).run(tensors, firstRows, NO_SCALARS, rows, units);
              }
            }
          }
        });
    addWeightGradients(pass, adjoints, gradients);
    addVectorGradients(pass, adjoints, savedAdjoints, gradients);
    List<Tensor> initial = packing.steps() % 2 == 0 ? carries.first : carries.second;
    return new InputGradients(inputGradient(pass, adjoints, packed), initial);
  }

  /** Two buffers a state, read and written in turn. */
  private final class Carries {
    final List<Tensor> first = new ArrayList<>();
    final List<Tensor> second = new ArrayList<>();

    Carries(List<Tensor> finalStateAdjoints, int rows) {
      for (Tensor adjoint : finalStateAdjoints) {
        for (List<Tensor> copies : List.of(first, second)) {
          Tensor carry = kernels.allocate(Shape.of(rows, units));
          kernels.copy(adjoint, 0, 0, carry, 0, 0, rows, units, false);
          copies.add(carry);
        }
      }
    }

    Tensor[] swapped(Schedule schedule, Tensor[] tensors) {
      Tensor[] swapped = tensors.clone();
      for (int v = 0; v < swapped.length; v++) {
        View view = schedule.views().get(v);
        if (view.buffer() == View.Buffer.CARRY) {
          swapped[v] = second.get(view.index());
        } else if (view.buffer() == View.Buffer.NEXT_CARRY) {
          swapped[v] = first.get(view.index());
        }
      }
      return swapped;
    }
  }

  private static Tensor forwardBuffer(Pass pass, View view) {
    return switch (view.buffer()) {
      case INPUT_PRODUCTS -> pass.inputProducts;
      case VECTORS -> flat(pass.weights.vectors());
      case STATE -> pass.states.get(view.index());
      case SAVED -> pass.saved;
      default -> throw new IllegalStateException("not a forward buffer: " + view);
    };
  }

  private void addWeightGradients(Pass pass, Tensor[] adjoints, CellTensors gradients) {
    Packing packing = pass.packing;
    for (int g = 0; g < groups.size(); g++) {
      Expression operand = groups.get(g).operand();
      Tensor target = gradients.weights().get(g);
      if (groups.get(g).ofInput()) {
        kernels.addProductOverRows(adjoints[g], 0, 0, pass.input, 0, 0, packing.total(), target);
      } else if (operand instanceof State state) {
        Tensor slab = pass.states.get(plan.equations().states().indexOf(state));
        for (Packing.Run run : packing.runs()) {
          kernels.addProductOverRows(
              adjoints[g],
              packing.start(run.step()),
              0,
              slab,
              packing.previousStart(run.step()),
              0,
              run.rows(),
              target);
        }
      } else {
        int column = plan.training().saved().indexOf(operand) * units;
        kernels.addProductOverRows(
            adjoints[g], 0, 0, pass.saved, 0, column, packing.total(), target);
      }
    }
  }

  private void addVectorGradients(
      Pass pass, Tensor[] adjoints, Tensor savedAdjoints, CellTensors gradients) {
    List<View> views = plan.backward().sums();
    Tensor[] tensors = new Tensor[views.size()];
    for (int v = 0; v < tensors.length; v++) {
      View view = views.get(v);
      tensors[v] =
          switch (view.buffer()) {
            case PRODUCT_ADJOINTS -> adjoints[view.index()];
            case SAVED_ADJOINTS -> savedAdjoints;
            case VECTOR_GRADIENTS -> flat(gradients.vectors());
            default -> forwardBuffer(pass, view);
          };
    }
    int[] firstRows = new int[tensors.length];
    Pointwise sums = compiled.get(plan.backward().vectorSums());
    for (Packing.Run run : pass.packing.runs()) {
      for (int v = 0; v < firstRows.length; v++) {
        firstRows[v] = views.get(v).firstRow(pass.packing, run.step(), 0);
      }
      sums.run(tensors, firstRows, NO_SCALARS, run.rows(), units);
    }
  }

  private Tensor inputGradient(Pass pass, Tensor[] adjoints, PackedMatrix[] packed) {
    Tensor gradient = kernels.allocate(pass.input.shape());
    if (groups.isEmpty() || !groups.get(0).ofInput()) {
      kernels.fill(gradient, 0);
      return gradient;
    }
    kernels.overRows(
        gradient.rows(),
        (from, to) ->
            kernels.product(adjoints[0], from, 0, packed[0], gradient, from, 0, to - from, false));
    return gradient;
  }

  private static void setFirstRows(
      Schedule schedule, Packing packing, int step, int from, int[] firstRows) {
    for (int v = 0; v < firstRows.length; v++) {
      firstRows[v] = schedule.views().get(v).firstRow(packing, step, from);
    }
  }

  /** All vectors as one row, so that each is a range of columns. */
  private static Tensor flat(Tensor vectors) {
    return vectors.reshaped(1, vectors.shape().elements());
  }

  private void requireShapes(
      CellTensors weights, Tensor input, List<Tensor> initialStates, Packing packing) {
    if (input.rows() != packing.total()) {
      throw new ShapeException("sequence input", packing.total() + " packed rows", input.shape());
    }
    List<Shape> expected = shapes(input.columns());
    for (int g = 0; g < groups.size(); g++) {
      Shape actual = weights.weights().get(g).shape();
      if (!actual.equals(expected.get(g))) {
        throw new ShapeException(
            "weights of group " + g + " for an input of width " + input.columns(),
            expected.get(g),
            actual);
      }
    }
    Shape state = Shape.of(packing.rows(), units);
    if (initialStates.size() != plan.equations().states().size()) {
      throw new ShapeException(
          "initial states", plan.equations().states().size() + " tensors", initialStates.size());
    }
    for (Tensor initial : initialStates) {
      if (!initial.shape().equals(state)) {
        throw new ShapeException("initial state", state, initial.shape());
      }
    }
  }
}
