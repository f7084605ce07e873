package dev.carousel.benchmarks.deeplearning4j;

import dev.carousel.benchmarks.engine.Engine;
import dev.carousel.benchmarks.engine.Result;
import dev.carousel.benchmarks.engine.Session;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.Blocks;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's LSTM and SimpleRnn as a network of one layer, with the output's adjoint given
 * from outside. It starts from states of 0 and gives no gradients of them.
 */
public final class Deeplearning4jEngine implements Engine {
  /** The LSTM's gates in the order in which Deeplearning4j stacks them. */
  private static final List<String> LSTM_GATES = List.of("g", "f", "o", "i");

  @Override
  public String name() {
    return "deeplearning4j";
  }

  @Override
  public boolean runs(BenchmarkCell cell, Mode mode) {
    return mode == Mode.TRAINING && (cell == BenchmarkCell.LSTM || cell == BenchmarkCell.RNN);
  }

  @Override
  public Session prepare(Problem problem, Mode mode) {
    return new Steps(problem);
  }

  private static final class Steps implements Session {
    private final GridShape shape;
    private final List<String> gates;
    private final MultiLayerNetwork network;
    private final INDArray input;
    private final INDArray outputAdjoint;
    private INDArray output;
    private Pair<Gradient, INDArray> gradients;

    Steps(Problem problem) {
      shape = problem.shape();
      boolean lstm = problem.cell() == BenchmarkCell.LSTM;
      gates = lstm ? LSTM_GATES : problem.cell().gates();
      Layer layer =
          lstm
              ? new LSTM.Builder()
                  .nIn(shape.inputs())
                  .nOut(shape.units())
                  .activation(Activation.TANH)
                  .gateActivationFunction(Activation.SIGMOID)
                  .build()
              : new SimpleRnn.Builder()
                  .nIn(shape.inputs())
                  .nOut(shape.units())
                  .activation(Activation.TANH)
                  .build();
      MultiLayerConfiguration configuration =
          new NeuralNetConfiguration.Builder().list().layer(layer).build();
      network = new MultiLayerNetwork(configuration);
      network.init();
      Map<String, INDArray> parameters = network.paramTable();
      assign(parameters.get("0_W"), problem, "W_", shape.inputs());
      assign(parameters.get("0_RW"), problem, "U_", shape.units());
      assign(parameters.get("0_b"), problem, "b_", 1);
      input = sequences(problem.input(), shape.inputs());
      outputAdjoint = sequences(problem.outputAdjoint(), shape.units());
    }

    /** Deeplearning4j multiplies from the other side, so its matrices are transposed. */
    private void assign(INDArray parameter, Problem problem, String prefix, int width) {
      int stacked = gates.size() * shape.units();
      float[] values = Blocks.stacked(problem.weights(), prefix, gates);
      parameter.assign(
          Nd4j.createFromArray(Blocks.transposed(values, stacked, width)).reshape(width, stacked));
    }

    /** From [T, B, width] to [B, width, T], in the order of memory that its layers work in. */
    private INDArray sequences(float[] timeMajor, int width) {
      return Nd4j.createFromArray(timeMajor)
          .reshape(shape.steps(), shape.batch(), width)
          .permute(1, 2, 0)
          .dup('f');
    }

    @Override
    public void step() {
      network.setInput(input);
      List<INDArray> activations = network.feedForward(true, false);
      output = activations.get(activations.size() - 1);
      gradients = network.backpropGradient(outputAdjoint, LayerWorkspaceMgr.noWorkspaces());
    }

    @Override
    public Result result() {
      Map<String, float[]> named = new LinkedHashMap<>();
      Map<String, INDArray> byName = gradients.getFirst().gradientForVariable();
      int stacked = gates.size() * shape.units();
      Blocks.split(matrix(byName.get("0_W"), shape.inputs(), stacked), "W_", gates, named);
      Blocks.split(matrix(byName.get("0_RW"), shape.units(), stacked), "U_", gates, named);
      Blocks.split(matrix(byName.get("0_b"), 1, stacked), "b_", gates, named);
      named.put("x", timeMajor(gradients.getSecond()));
      return new Result(timeMajor(output), named);
    }

    private static float[] matrix(INDArray array, int rows, int columns) {
      return Blocks.transposed(array.dup('c').data().asFloat(), rows, columns);
    }

    private static float[] timeMajor(INDArray sequences) {
      return sequences.permute(2, 0, 1).dup('c').data().asFloat();
    }

    @Override
    public void close() {
      network.close();
      input.close();
      outputAdjoint.close();
    }
  }
}
