package dev.carousel.autograd;

import dev.carousel.cell.PassListener;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records what is computed so that the gradients can be computed afterwards, in reverse order. One
 * tape serves one mini-batch and one thread.
 */
public final class Tape {
  private final Workspace workspace;
  private final boolean training;
  private final RandomStream random;
  private final PassListener listener;
  private final Deque<Entry> entries = new ArrayDeque<>();

  private record Entry(List<Variable> results, Runnable backward) {}

  private Tape(Workspace workspace, boolean training, RandomStream random, PassListener listener) {
    this.workspace = workspace;
    this.training = training;
    this.random = random;
    this.listener = listener;
  }

  /**
   * A tape for training: operations are recorded and dropout drops.
   *
   * @param kernels what to compute with
   * @param random decides what dropout and masks drop; advanced
   * @return an empty tape
   */
  public static Tape training(Kernels kernels, RandomStream random) {
    return training(new Workspace(kernels), random);
  }

  /**
   * A tape for training in memory that is used again.
   *
   * @param workspace where all values and gradients on the tape are, so they are valid until it is
   *     released; parameters have memory of their own
   * @param random decides what dropout and masks drop; advanced
   * @return an empty tape
   */
  public static Tape training(Workspace workspace, RandomStream random) {
    return new Tape(workspace, true, random, null);
  }

  /**
   * A tape for prediction: nothing is recorded and nothing dropped.
   *
   * @param kernels what to compute with
   * @return an empty tape
   */
  public static Tape prediction(Kernels kernels) {
    return prediction(new Workspace(kernels));
  }

  /**
   * A tape for prediction in memory that is used again.
   *
   * @param workspace where all values on the tape are, so they are valid until it is released
   * @return an empty tape
   */
  public static Tape prediction(Workspace workspace) {
    return new Tape(workspace, false, new RandomStream(0), null);
  }

  /**
   * A tape for looking into a model: operations are recorded so that there are gradients, but
   * nothing is dropped, so values are those of a prediction.
   *
   * @param workspace where all values and gradients on the tape are, so they are valid until it is
   *     released
   * @param listener hears of every recurrent layer's passes
   * @return an empty tape
   */
  public static Tape inspection(Workspace workspace, PassListener listener) {
    return new Tape(workspace, true, new RandomStream(0), listener);
  }

  /**
   * What the tape computes with.
   *
   * @return the kernels
   */
  public Kernels kernels() {
    return workspace.kernels();
  }

  /**
   * Where values and gradients on the tape are.
   *
   * @return the workspace
   */
  public Workspace workspace() {
    return workspace;
  }

  /**
   * A tensor of zeros in the tape's workspace.
   *
   * @param shape its shape
   * @return the tensor
   */
  public Tensor zeros(Shape shape) {
    Tensor tensor = workspace.allocate(shape);
    kernels().fill(tensor, 0);
    return tensor;
  }

  /**
   * A tensor with given contents in the tape's workspace.
   *
   * @param values the elements in row-major order; copied
   * @param sizes its sizes
   * @return the tensor
   */
  public Tensor tensor(float[] values, int... sizes) {
    Tensor tensor = workspace.allocate(Shape.of(sizes));
    kernels().write(tensor, values);
    return tensor;
  }

  /**
   * Whether gradients will be wanted.
   *
   * @return whether this tape is for training
   */
  public boolean isTraining() {
    return training;
  }

  /**
   * Draws a tensor of random numbers that are 0 with some probability and otherwise one value. The
   * stream that decides what dropout drops advances by one number, whatever the shape.
   *
   * @param shape its shape
   * @param rate the probability of 0, at least 0 and below 1
   * @param kept the value of the others, above 0
   * @return the tensor, in the tape's workspace
   */
  public Tensor mask(Shape shape, double rate, double kept) {
    Tensor mask = workspace.allocate(shape);
    kernels().dropoutMask(mask, rate, (float) kept, random.nextLong());
    return mask;
  }

  /**
   * Whether values are disturbed at random, as dropout and masks do.
   *
   * @return whether this tape is for training and not for looking into a model
   */
  public boolean isNoisy() {
    return training && listener == null;
  }

  /**
   * Who hears of the passes of recurrent layers.
   *
   * @return the listener of a tape for inspection, else empty
   */
  public Optional<PassListener> listener() {
    return Optional.ofNullable(listener);
  }

  /**
   * Puts a tensor on the tape that has no gradient.
   *
   * @param value the tensor, not copied
   * @return a variable
   */
  public Variable constant(Tensor value) {
    return new Variable(this, value, false, null);
  }

  /**
   * Puts a trainable tensor on the tape. Its gradient is added to the parameter's.
   *
   * @param parameter the parameter
   * @return a variable
   */
  public Variable parameter(Parameter parameter) {
    return new Variable(this, parameter.value(), training, parameter.gradient());
  }

  /**
   * Records an operation with one result.
   *
   * @param value the result's value, not copied
   * @param inputs what it was computed from
   * @param backward adds to the gradients of those inputs that are differentiable, given the result
   * @return the result
   */
  public Variable record(Tensor value, List<Variable> inputs, Consumer<Variable> backward) {
    Variable result = result(value, inputs);
    if (result.differentiable()) {
      entries.push(new Entry(List.of(result), () -> backward.accept(result)));
    }
    return result;
  }

  /**
   * Records an operation with several results.
   *
   * @param values the results' values, not copied
   * @param inputs what they were computed from
   * @param backward adds to the gradients of those inputs that are differentiable, given the
   *     results; called if a gradient has reached any of them
   * @return the results
   */
  public List<Variable> record(
      List<Tensor> values, List<Variable> inputs, Consumer<List<Variable>> backward) {
    List<Variable> results = values.stream().map(value -> result(value, inputs)).toList();
    if (results.get(0).differentiable()) {
      entries.push(new Entry(results, () -> backward.accept(results)));
    }
    return results;
  }

  private Variable result(Tensor value, List<Variable> inputs) {
    boolean differentiable = training && inputs.stream().anyMatch(Variable::differentiable);
    return new Variable(this, value, differentiable, null);
  }

  /**
   * Computes the gradients of everything that a loss depends on. The tape is empty afterwards.
   *
   * @param loss a variable of one element on this tape
   */
  public void backward(Variable loss) {
    if (loss.value().shape().elements() != 1) {
      throw new ShapeException("backward", "a loss of one element", loss.value().shape());
    }
    kernels().fill(loss.gradient(), 1);
    while (!entries.isEmpty()) {
      Entry entry = entries.pop();
      if (entry.results.stream().anyMatch(Variable::reached)) {
        entry.backward.run();
      }
    }
  }
}
