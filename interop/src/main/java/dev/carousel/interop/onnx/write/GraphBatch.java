package dev.carousel.interop.onnx.write;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.nodes.NodeList;
import dev.carousel.interop.onnx.recurrence.RunningSteps;
import dev.carousel.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** What is known of a batch while a graph runs: how many sequences there are, and how long. */
final class GraphBatch {
  private static final String LENGTHS = "lengths";

  private final NodeList nodes;
  private final String input;
  private String rows;
  private String rowsAndOne;
  private String lengths;
  private String running;

  /**
   * A batch.
   *
   * @param input the name of an input [T, B] or [T, B, any]
   */
  GraphBatch(GraphDraft draft, String input) {
    nodes = draft.nodes();
    this.input = input;
    // As many as any batch has.
    byte[] longest =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(Integer.MAX_VALUE)
            .array();
    draft.optionalInput(
        new OnnxTensor(LENGTHS, ElementType.INT32, Shape.of(1), longest),
        "how many steps of each sequence are real, at least 1; all of them if left out",
        GraphDraft.BATCH_OR_ONE);
  }

  /** B, as one 64-bit integer [1]. */
  String rows() {
    if (rows == null) {
      rows = size(1);
    }
    return rows;
  }

  private String size(long axis) {
    return nodes.add("Gather", nodes.add("Shape", input), nodes.integers(axis));
  }

  /** The real steps of each sequence, 1 to T, 32-bit integers [B]. */
  String lengths() {
    if (lengths == null) {
      String steps = cast(size(0), ElementType.INT32);
      lengths = nodes.add("Expand", nodes.add("Min", LENGTHS, steps), rows());
    }
    return lengths;
  }

  /** Those lengths in another type. */
  String lengths(ElementType type) {
    return cast(lengths(), type);
  }

  private String cast(String value, ElementType type) {
    return nodes.add("Cast", Map.of("to", new IntValue(type.number())), value);
  }

  /** Which steps are real, truth values [T, B, 1]. */
  String running() {
    if (running == null) {
      running = RunningSteps.of(nodes, input, lengths());
    }
    return running;
  }

  /** Which of the T · B rows is each sequence's last step, 64-bit integers [B]. */
  String lastRows() {
    String before = nodes.add("Sub", lengths(ElementType.INT64), nodes.integer(1));
    String count = nodes.add("Squeeze", rows());
    String own = nodes.add("Range", nodes.integer(0), count, nodes.integer(1));
    return nodes.add("Add", nodes.add("Mul", before, rows()), own);
  }

  /** A value [B, width] or [1, width], which then is that of all sequences, as [B, width]. */
  String expanded(String value) {
    if (rowsAndOne == null) {
      Map<String, OnnxAttribute> axis = Map.of("axis", new IntValue(0));
      rowsAndOne = nodes.add("Concat", axis, rows(), nodes.integers(1));
    }
    return nodes.add("Expand", value, rowsAndOne);
  }
}
