package dev.carousel.testkit;

import dev.carousel.cell.DoubleReference.Arguments;
import dev.carousel.cell.DoubleReference.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/**
 * Matrices that belong together and are compared with each other: all of one weight, say, or of all
 * inputs.
 *
 * @param name what a message calls it
 * @param matrices shared, not copied
 */
record Block(String name, List<DMatrixRMaj> matrices) {

  static List<Block> of(Arguments arguments) {
    return of(
        arguments.weights(), arguments.vectors(), arguments.inputs(), arguments.initialStates());
  }

  static List<Block> of(Gradients gradients) {
    return of(
        gradients.weights(), gradients.vectors(), gradients.inputs(), gradients.initialStates());
  }

  private static List<Block> of(
      Map<String, DMatrixRMaj> weights,
      Map<String, DMatrixRMaj> vectors,
      List<DMatrixRMaj> inputs,
      Map<String, DMatrixRMaj> initialStates) {
    List<Block> blocks = new ArrayList<>();
    weights.forEach((name, matrix) -> blocks.add(new Block(name, List.of(matrix))));
    vectors.forEach((name, matrix) -> blocks.add(new Block(name, List.of(matrix))));
    blocks.add(new Block("inputs", inputs));
    initialStates.forEach(
        (name, matrix) -> blocks.add(new Block("initial " + name, List.of(matrix))));
    return blocks;
  }

  static List<Block> of(List<DMatrixRMaj> outputs, Map<String, DMatrixRMaj> finalStates) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block("outputs", outputs));
    finalStates.forEach((name, matrix) -> blocks.add(new Block("final " + name, List.of(matrix))));
    return blocks;
  }

  /** The largest absolute value. */
  double magnitude() {
    double largest = 0;
    for (DMatrixRMaj matrix : matrices) {
      for (int i = 0; i < matrix.getNumElements(); i++) {
        largest = Math.max(largest, Math.abs(matrix.get(i)));
      }
    }
    return largest;
  }

  /** An element's place, for messages. */
  String place(int matrix, int element) {
    int columns = matrices.get(matrix).numCols;
    String step = matrices.size() > 1 ? " of step " + matrix : "";
    return name + step + " [" + element / columns + ", " + element % columns + "]";
  }
}
