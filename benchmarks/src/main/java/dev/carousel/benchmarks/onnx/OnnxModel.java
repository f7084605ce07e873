package dev.carousel.benchmarks.onnx;

import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.Blocks;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The bytes of an ONNX model of one recurrent operator: input X [T, B, I] and the initial states
 * initial_h and, for an LSTM, initial_c [1, B, H]; outputs Y [T, 1, B, H] and the final states Y_h
 * and Y_c.
 *
 * <p>Field numbers are those of onnx.proto; the operators are RNN, GRU and LSTM of opset 14, whose
 * gates are stacked as z, r, h and as i, o, f, c. Their second biases are 0, but for the one inside
 * the reset of a GRU.
 */
final class OnnxModel {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 14;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;

  private final BenchmarkCell cell;
  private final GridShape shape;
  private final Map<String, float[]> weights;
  private final ProtobufWriter graph = new ProtobufWriter();

  private OnnxModel(Problem problem) {
    cell = problem.cell();
    shape = problem.shape();
    weights = problem.weights();
  }

  /** Whether ONNX has an operator for a cell. */
  static boolean has(BenchmarkCell cell) {
    return cell != BenchmarkCell.CUSTOM;
  }

  /** The serialized model of a problem's cell, weights and shape. */
  static byte[] of(Problem problem) {
    return new OnnxModel(problem).bytes();
  }

  private byte[] bytes() {
    List<String> order =
        switch (cell) {
          case LSTM, PEEPHOLE_LSTM -> List.of("i", "o", "f", "g");
          case GRU_AFTER, GRU_BEFORE -> List.of("z", "r", "n");
          case RNN -> List.of("h");
          case CUSTOM -> throw new IllegalArgumentException("ONNX has no operator for it");
        };
    int units = shape.units();
    int stacked = order.size() * units;
    boolean peephole = cell == BenchmarkCell.PEEPHOLE_LSTM;
    graph.message(1, node(peephole)).text(2, "recurrence");
    initializer("W", Blocks.stacked(weights, "W_", order), 1, stacked, shape.inputs());
    initializer("R", Blocks.stacked(weights, "U_", order), 1, stacked, units);
    float[] biases = Arrays.copyOf(Blocks.stacked(weights, "b_", order), 2 * stacked);
    if (cell == BenchmarkCell.GRU_AFTER) {
      System.arraycopy(weights.get("b_hn"), 0, biases, 2 * stacked - units, units);
    }
    initializer("B", biases, 1, 2 * stacked);
    if (peephole) {
      initializer("P", Blocks.stacked(weights, "p_", List.of("i", "o", "f")), 1, 3 * units);
    }
    graph.message(11, value("X", shape.steps(), shape.batch(), shape.inputs()));
    graph.message(12, value("Y", shape.steps(), 1, shape.batch(), units));
    for (String state : cell.states()) {
      graph.message(11, value("initial_" + state, 1, shape.batch(), units));
      graph.message(12, value("Y_" + state, 1, shape.batch(), units));
    }
    return new ProtobufWriter()
        .integer(1, IR_VERSION)
        .text(2, "carousel-benchmarks")
        .message(7, graph)
        .message(8, new ProtobufWriter().text(1, "").integer(2, OPSET))
        .toByteArray();
  }

  private ProtobufWriter node(boolean peephole) {
    ProtobufWriter node = new ProtobufWriter();
    // The empty name stands for an optional input that is left out: the sequences' lengths.
    for (String name : List.of("X", "W", "R", "B", "")) {
      node.text(1, name);
    }
    node.text(2, "Y");
    for (String state : cell.states()) {
      node.text(1, "initial_" + state).text(2, "Y_" + state);
    }
    if (peephole) {
      node.text(1, "P");
    }
    node.text(
        4,
        switch (cell) {
          case LSTM, PEEPHOLE_LSTM -> "LSTM";
          case GRU_AFTER, GRU_BEFORE -> "GRU";
          default -> "RNN";
        });
    node.message(5, attribute("hidden_size", shape.units()));
    if (cell == BenchmarkCell.GRU_AFTER) {
      node.message(5, attribute("linear_before_reset", 1));
    }
    return node;
  }

  private static ProtobufWriter attribute(String name, long value) {
    return new ProtobufWriter().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);
  }

  private void initializer(String name, float[] values, long... dimensions) {
    ProtobufWriter tensor = new ProtobufWriter();
    for (long dimension : dimensions) {
      tensor.integer(1, dimension);
    }
    graph.message(5, tensor.integer(2, FLOAT).text(8, name).floats(9, values));
  }

  private static ProtobufWriter value(String name, long... dimensions) {
    ProtobufWriter sizes = new ProtobufWriter();
    for (long dimension : dimensions) {
      sizes.message(1, new ProtobufWriter().integer(1, dimension));
    }
    ProtobufWriter tensor = new ProtobufWriter().integer(1, FLOAT).message(2, sizes);
    return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
  }
}
