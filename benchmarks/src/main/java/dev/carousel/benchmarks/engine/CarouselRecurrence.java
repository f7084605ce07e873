package dev.carousel.benchmarks.engine;

import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.Blocks;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.CellTensors;
import dev.carousel.cell.Packing;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carousel's fused sequences. The only class here that drives them. */
public final class CarouselRecurrence implements Engine {
  private final Kernels kernels;

  /**
   * Carousel.
   *
   * @param kernels what to compute with
   */
  public CarouselRecurrence(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public String name() {
    return "carousel";
  }

  @Override
  public boolean runs(BenchmarkCell cell, Mode mode) {
    return true;
  }

  @Override
  public Session prepare(Problem problem, Mode mode) {
    return new Steps(problem, mode);
  }

  private final class Steps implements Session {
    private final Mode mode;
    private final CellEquations equations;
    private final SequenceRunner runner;
    private final Packing packing;
    private final Workspace workspace = new Workspace(kernels);
    private final CellTensors weights;
    private final SequenceRunner.Frozen frozen;
    private final CellTensors gradients;
    private final Tensor input;
    private final List<Tensor> states = new ArrayList<>();
    private final List<Tensor> finalStateAdjoints = new ArrayList<>();
    private final Tensor outputAdjoint;
    private SequenceRunner.Pass pass;
    private SequenceRunner.InputGradients inputGradients;

    Steps(Problem problem, Mode mode) {
      this.mode = mode;
      GridShape shape = problem.shape();
      equations = problem.cell().cell(shape.units()).equations();
      runner = new SequenceRunner(equations, kernels);
      int[] lengths = new int[shape.batch()];
      Arrays.fill(lengths, shape.steps());
      packing = Packing.of(shape.steps(), shape.batch(), lengths);
      List<Shape> shapes = runner.shapes(shape.inputs());
      List<Tensor> matrices = new ArrayList<>();
      for (List<Linear> group : equations.products().values()) {
        List<String> names = group.stream().map(Linear::weight).toList();
        float[] stacked = Blocks.stacked(problem.weights(), "", names);
        matrices.add(kernels.tensor(stacked, shapes.get(matrices.size()).sizes()));
      }
      float[] vectors = Blocks.stacked(problem.weights(), "", vectorNames());
      weights =
          new CellTensors(matrices, kernels.tensor(vectors, shapes.get(matrices.size()).sizes()));
      frozen = runner.freeze(weights);
      gradients =
          new CellTensors(
              matrices.stream().map(matrix -> kernels.zeros(matrix.shape().sizes())).toList(),
              kernels.zeros(weights.vectors().shape().sizes()));
      int rows = shape.steps() * shape.batch();
      input = kernels.tensor(problem.input(), rows, shape.inputs());
      for (Expression.State state : equations.states()) {
        states.add(
            kernels.tensor(problem.states().get(state.name()), shape.batch(), shape.units()));
        finalStateAdjoints.add(kernels.zeros(shape.batch(), shape.units()));
      }
      outputAdjoint = kernels.tensor(problem.outputAdjoint(), rows, shape.units());
    }

    private List<String> vectorNames() {
      return equations.vectors().stream().map(PerUnit::name).toList();
    }

    @Override
    public void step() {
      boolean training = mode == Mode.TRAINING;
      workspace.release();
      pass =
          training
              ? runner.forward(weights, input, states, packing, true, workspace)
              : runner.forward(frozen, input, states, packing, workspace);
      if (training) {
        gradients.weights().forEach(gradient -> kernels.fill(gradient, 0));
        kernels.fill(gradients.vectors(), 0);
        inputGradients = runner.backward(pass, outputAdjoint, finalStateAdjoints, gradients);
      }
      for (int k = 0; mode == Mode.STREAMING && k < states.size(); k++) {
        Tensor state = states.get(k);
        int rows = state.rows();
        kernels.copy(pass.finalState(k), 0, 0, state, 0, 0, rows, state.columns(), false);
      }
    }

    @Override
    public Result result() {
      Map<String, float[]> named = new LinkedHashMap<>();
      if (mode == Mode.TRAINING) {
        int group = 0;
        for (List<Linear> products : equations.products().values()) {
          float[] stacked = kernels.toArray(gradients.weights().get(group++));
          Blocks.split(stacked, "", products.stream().map(Linear::weight).toList(), named);
        }
        Blocks.split(kernels.toArray(gradients.vectors()), "", vectorNames(), named);
        named.put("x", kernels.toArray(inputGradients.input()));
        for (int k = 0; k < states.size(); k++) {
          named.put(
              equations.states().get(k).name(),
              kernels.toArray(inputGradients.initialStates().get(k)));
        }
      }
      return new Result(kernels.toArray(pass.output()), named);
    }

    @Override
    public void close() {
      // Everything is garbage.
    }
  }
}
