package dev.carousel.inspect;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.PassListener;
import dev.carousel.cell.RecurrentPass;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.cell.StateAdjoints;
import dev.carousel.data.Batch;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.State;
import dev.carousel.inspect.ValueTrace.Kind;
import dev.carousel.loss.Loss;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import dev.carousel.train.Model;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A look into a model's recurrent layers while it answers one sequence. Values and outputs are
 * those of a prediction: nothing is dropped.
 *
 * @param loss L, the loss of the sequence alone; empty if none was asked for
 * @param layers each recurrent layer and direction, in the order in which they run
 * @param leftOut a sentence for each layer that cannot be looked into, which says why: it reads
 *     several sequences side by side, or runs more than once
 */
public record Inspection(OptionalDouble loss, List<LayerTrace> layers, List<String> leftOut) {
  /** Copies the lists. */
  public Inspection {
    layers = List.copyOf(layers);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Runs a model over one sequence and looks into every layer of class {@link
   * dev.carousel.layer.Recurrent}, wherever the model has them.
   *
   * @param model the model; its gradients are overwritten, its weights are not, and the states that
   *     it carries from batch to batch go on as in a prediction
   * @param loss what to differentiate; empty for a sequence without targets, which gets no
   *     gradients of a loss
   * @param sequence a batch of one sequence without padding
   * @param kernels those that the model was built with
   * @return what happened inside; no layers if the model has no recurrent ones
   * @throws IllegalArgumentException if the batch is not of one sequence without padding
   */
  public static Inspection of(Model model, Optional<Loss> loss, Batch sequence, Kernels kernels) {
    if (sequence.rows() != 1 || sequence.lengths()[0] != sequence.steps()) {
      throw new IllegalArgumentException(
          "%d sequences of up to %d steps; one without padding can be looked into at a time"
              .formatted(sequence.rows(), sequence.steps()));
    }
    for (Parameter parameter : model.parameters()) {
      kernels.fill(parameter.gradient(), 0);
    }
    Observer observer = new Observer(kernels);
    Tape tape = Tape.inspection(new Workspace(kernels), observer);
    OptionalDouble value = OptionalDouble.empty();
    if (loss.isEmpty()) {
      model.outputs(tape, sequence);
    } else {
      Variable scalar = model.loss(tape, sequence, loss.get());
      value = OptionalDouble.of(kernels.toArray(scalar.value())[0]);
      tape.backward(scalar);
    }
    return new Inspection(value, observer.layers(), observer.leftOut());
  }

  /** Collects what layers tell. */
  private static final class Observer implements PassListener {
    private final Kernels kernels;
    // How often each layer ran, and how many sequences it read at once.
    private final Map<String, Integer> runs = new LinkedHashMap<>();
    private final Map<String, Integer> rows = new LinkedHashMap<>();
    private final List<RecurrentPass> passes = new ArrayList<>();
    private final List<LayerTrace> forward = new ArrayList<>();
    // By pass, not by name: a model may use a layer twice.
    private final Map<RecurrentPass, Map<String, double[]>> gradients = new IdentityHashMap<>();

    Observer(Kernels kernels) {
      this.kernels = kernels;
    }

    @Override
    public void forward(RecurrentPass pass) {
      runs.merge(pass.layer(), 1, Integer::sum);
      rows.put(pass.layer(), pass.packing().rows());
      if (reason(pass.layer()).isPresent()) {
        return;
      }
      CellEquations equations = pass.equations().expected();
      Map<String, float[][]> values = values(pass);
      List<ValueTrace> traces = new ArrayList<>();
      for (Definition definition : equations.definitions()) {
        float[][] data = values.get(definition.name());
        traces.add(new ValueTrace(definition.name(), kind(equations, definition), data));
      }
      Map<String, JacobianNorms> jacobians = new LinkedHashMap<>();
      Map<String, Timescale> timescales = new LinkedHashMap<>();
      Jacobians of = new Jacobians(pass, kernels);
      for (int k = 0; k < equations.states().size(); k++) {
        State state = equations.states().get(k);
        jacobians.put(state.name(), of.of(k));
        Timescale.of(equations, state, values)
            .ifPresent(timescale -> timescales.put(state.name(), timescale));
      }
      passes.add(pass);
      forward.add(
          new LayerTrace(
              pass.layer(),
              pass.reversed(),
              equations.units(),
              traces,
              Map.of(),
              jacobians,
              MemoryHorizon.longest(jacobians),
              timescales));
    }

    /** Every named value, in the order of the sequence. */
    private Map<String, float[][]> values(RecurrentPass pass) {
      SequenceRunner.Pass traced =
          pass.runner()
              .trace(
                  pass.weights(),
                  pass.input(),
                  pass.initialStates(),
                  pass.packing(),
                  new Workspace(kernels));
      Map<String, float[][]> values = new LinkedHashMap<>();
      for (Definition definition : pass.equations().definitions()) {
        Tensor value = traced.value(definition.name());
        float[] numbers = kernels.toArray(value);
        int steps = value.rows();
        int width = value.columns();
        float[][] data = new float[steps][width];
        for (int t = 0; t < steps; t++) {
          int place = pass.reversed() ? steps - 1 - t : t;
          System.arraycopy(numbers, t * width, data[place], 0, width);
        }
        values.put(definition.name(), data);
      }
      return values;
    }

    private static Kind kind(CellEquations equations, Definition definition) {
      Bounds bounds = Bounds.of(definition);
      boolean bounded = bounds.within(-1, 1);
      if (equations.next().containsValue(definition)) {
        return bounded ? Kind.BOUNDED_STATE : Kind.STATE;
      } else if (bounds.within(0, 1)) {
        return Kind.GATE;
      }
      return bounded ? Kind.CANDIDATE : Kind.OTHER;
    }

    @Override
    public void backward(RecurrentPass pass, Tensor outputAdjoint, StateAdjoints states) {
      if (reason(pass.layer()).isPresent()) {
        return;
      }
      CellEquations equations = pass.equations();
      float[] read = kernels.toArray(outputAdjoint);
      int width = outputAdjoint.columns();
      int steps = outputAdjoint.rows();
      Map<String, double[]> norms = new LinkedHashMap<>();
      for (int k = 0; k < equations.states().size(); k++) {
        State state = equations.states().get(k);
        boolean isOutput = equations.next().get(state).equals(equations.output());
        double[] byStep = new double[steps + 1];
        for (int t = 0; t <= steps; t++) {
          float[] adjoint = kernels.toArray(states.get(t, k));
          double sum = 0;
          for (int j = 0; j < adjoint.length; j++) {
            double own = adjoint[j] + (isOutput && t > 0 ? read[(t - 1) * width + j] : 0);
            sum += own * own;
          }
          byStep[t] = Math.sqrt(sum);
        }
        norms.put(state.name(), byStep);
      }
      gradients.put(pass, norms);
    }

    List<LayerTrace> layers() {
      List<LayerTrace> layers = new ArrayList<>();
      for (int i = 0; i < passes.size(); i++) {
        LayerTrace layer = forward.get(i);
        if (reason(layer.name()).isPresent()) {
          continue;
        }
        layers.add(
            new LayerTrace(
                layer.name(),
                layer.reversed(),
                layer.units(),
                layer.values(),
                gradients.getOrDefault(passes.get(i), Map.of()),
                layer.jacobians(),
                layer.horizon(),
                layer.timescales()));
      }
      return layers;
    }

    List<String> leftOut() {
      return runs.keySet().stream().flatMap(layer -> reason(layer).stream()).toList();
    }

    /** Why a layer cannot be looked into, if so. */
    private Optional<String> reason(String layer) {
      if (rows.get(layer) > 1) {
        return Optional.of("%s reads %d sequences side by side".formatted(layer, rows.get(layer)));
      } else if (runs.get(layer) > 1) {
        return Optional.of("%s runs %d times, step by step".formatted(layer, runs.get(layer)));
      }
      return Optional.empty();
    }
  }
}
