package dev.carousel.interop.onnx.recurrence;

import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a recurrent operator as the standard lays them out, for D directions, H units, I
 * inputs and k gates in the order of {@link OnnxCell#gates}, row by row. The arrays belong to this
 * object.
 *
 * @param inputs I
 * @param w [D, k·H, I]
 * @param r [D, k·H, H]
 * @param b [D, 2·k·H], for each direction the biases Wb of all gates and then the biases Rb; empty
 *     if left out, which means 0
 * @param p [D, 3·H], the peepholes of the gates i, o and f; empty if left out, which means that
 *     there are none
 */
public record RecurrenceTensors(int inputs, float[] w, float[] r, float[] b, float[] p) {
  private static final List<String> PEEPHOLES = List.of("i", "o", "f");

  /**
   * The standard's tensors of weights by name. Where the standard has two biases and the cell has
   * their sum, Rb is 0; the blocks of a gate that has no weights are 0.
   *
   * @param operator the operator
   * @param inputs I
   * @param parameters for each direction the cell's weights by name, row by row: matrices [H, width
   *     of the operand] and vectors [H]; copied
   * @return the tensors
   * @throws IllegalArgumentException if a parameter is missing, unknown or of another size
   */
  public static RecurrenceTensors of(
      RecurrentOperator operator, int inputs, List<Map<String, float[]>> parameters) {
    OnnxCell cell = operator.cell();
    int ways = operator.direction().count();
    if (parameters.size() != ways) {
      throw new IllegalArgumentException(
          "operator %s with direction %s needs parameters for %d directions, got %d"
              .formatted(cell.operator(), operator.direction().text(), ways, parameters.size()));
    }
    RecurrenceTensors tensors = zeros(operator, inputs);
    for (int way = 0; way < ways; way++) {
      Map<String, float[]> given = parameters.get(way);
      Set<String> unknown = new HashSet<>(given.keySet());
      for (Block block : tensors.blocks(cell, way)) {
        float[] values = given.get(block.name());
        if (values == null || values.length != block.size()) {
          throw new IllegalArgumentException(
              "parameter '%s' of operator %s needs %d numbers, got %s"
                  .formatted(
                      block.name(),
                      cell.operator(),
                      block.size(),
                      values == null ? "none" : values.length));
        }
        System.arraycopy(values, 0, block.tensor(), block.first(), block.size());
        unknown.remove(block.name());
      }
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "operator %s has no parameters %s".formatted(cell.operator(), unknown));
      }
    }
    return tensors;
  }

  private static RecurrenceTensors zeros(RecurrentOperator operator, int inputs) {
    OnnxCell cell = operator.cell();
    int ways = operator.direction().count();
    int rows = ways * cell.gates().size() * cell.units();
    return new RecurrenceTensors(
        inputs,
        new float[rows * inputs],
        new float[rows * cell.units()],
        new float[2 * rows],
        new float[hasPeepholes(cell) ? ways * PEEPHOLES.size() * cell.units() : 0]);
  }

  private static boolean hasPeepholes(OnnxCell cell) {
    return cell instanceof OnnxLstm lstm && lstm.peepholes();
  }

  /**
   * Where one of the cell's parameters is.
   *
   * @param name its name
   * @param tensor the tensor
   * @param first its first number there
   * @param size how many it has
   * @param added where in the same tensor numbers are that are added to it, -1 if there are none
   */
  private record Block(String name, float[] tensor, int first, int size, int added) {}

  private List<Block> blocks(OnnxCell cell, int way) {
    int units = cell.units();
    List<String> gates = cell.gates();
    Set<String> used = new HashSet<>();
    cell.equations().products().values().stream()
        .flatMap(List::stream)
        .map(Linear::weight)
        .forEach(used::add);
    cell.equations().vectors().stream().map(PerUnit::name).forEach(used::add);
    List<Block> blocks = new ArrayList<>();
    int rows = gates.size() * units;
    for (int gate = 0; gate < gates.size(); gate++) {
      String name = gates.get(gate);
      int row = way * rows + gate * units;
      blocks.add(new Block("W_" + name, w, row * inputs, units * inputs, -1));
      blocks.add(new Block("U_" + name, r, row * units, units * units, -1));
      int bias = 2 * way * rows + gate * units;
      String second = "b_h" + name;
      if (used.contains(second)) {
        blocks.add(new Block("b_" + name, b, bias, units, -1));
        blocks.add(new Block(second, b, bias + rows, units, -1));
      } else {
        blocks.add(new Block("b_" + name, b, bias, units, bias + rows));
      }
    }
    for (int peephole = 0; peephole < PEEPHOLES.size(); peephole++) {
      int first = (way * PEEPHOLES.size() + peephole) * units;
      blocks.add(new Block("p_" + PEEPHOLES.get(peephole), p, first, units, -1));
    }
    blocks.removeIf(block -> !used.contains(block.name()));
    return blocks;
  }

  /**
   * The weights by name. What belongs to a gate without weights is not looked at.
   *
   * @param operator the operator
   * @return for each direction new arrays, in the form that {@link #of} takes
   * @throws IllegalArgumentException if a tensor has another size
   */
  public List<Map<String, float[]>> parameters(RecurrentOperator operator) {
    OnnxCell cell = operator.cell();
    RecurrenceTensors expected = zeros(operator, inputs);
    requireSize(cell, "W", w, expected.w.length);
    requireSize(cell, "R", r, expected.r.length);
    if (b.length > 0) {
      requireSize(cell, "B", b, expected.b.length);
    }
    requireSize(cell, "P", p, expected.p.length);
    List<Map<String, float[]>> parameters = new ArrayList<>();
    for (int way = 0; way < operator.direction().count(); way++) {
      Map<String, float[]> named = new LinkedHashMap<>();
      for (Block block : blocks(cell, way)) {
        named.put(block.name(), values(block));
      }
      parameters.add(named);
    }
    return parameters;
  }

  private static void requireSize(OnnxCell cell, String name, float[] tensor, int size) {
    if (tensor.length != size) {
      throw new IllegalArgumentException(
          "tensor %s of operator %s has %d numbers, expected %d"
              .formatted(name, cell.operator(), tensor.length, size));
    }
  }

  private float[] values(Block block) {
    if (block.tensor() == b && b.length == 0) {
      return new float[block.size()];
    }
    float[] values =
        Arrays.copyOfRange(block.tensor(), block.first(), block.first() + block.size());
    for (int i = 0; block.added() >= 0 && i < values.length; i++) {
      values[i] += b[block.added() + i];
    }
    return values;
  }
}
