package dev.carousel.interop.onnx.format;

import java.util.List;

/** What a node is told beside its inputs: the value of an AttributeProto. */
public sealed interface OnnxAttribute {
  /**
   * A number.
   *
   * @param value the number
   */
  record FloatValue(float value) implements OnnxAttribute {}

  /**
   * A whole number, or a truth value as 0 or 1.
   *
   * @param value the number
   */
  record IntValue(long value) implements OnnxAttribute {}

  /**
   * A word or text.
   *
   * @param value the text
   */
  record StringValue(String value) implements OnnxAttribute {}

  /**
   * A constant.
   *
   * @param value the constant
   */
  record TensorValue(OnnxTensor value) implements OnnxAttribute {}

  /**
   * A graph that the node runs, such as a loop's body.
   *
   * @param value the graph
   */
  record GraphValue(OnnxGraph value) implements OnnxAttribute {}

  /**
   * Numbers.
   *
   * @param values the numbers
   */
  record Floats(List<Float> values) implements OnnxAttribute {
    /** Copies the list. */
    public Floats {
      values = List.copyOf(values);
    }
  }

  /**
   * Whole numbers.
   *
   * @param values the numbers
   */
  record Ints(List<Long> values) implements OnnxAttribute {
    /** Copies the list. */
    public Ints {
      values = List.copyOf(values);
    }
  }

  /**
   * Words or texts.
   *
   * @param values the texts
   */
  record Strings(List<String> values) implements OnnxAttribute {
    /** Copies the list. */
    public Strings {
      values = List.copyOf(values);
    }
  }

  /**
   * Constants.
   *
   * @param values the constants
   */
  record Tensors(List<OnnxTensor> values) implements OnnxAttribute {
    /** Copies the list. */
    public Tensors {
      values = List.copyOf(values);
    }
  }

  /**
   * Graphs that the node runs.
   *
   * @param values the graphs
   */
  record Graphs(List<OnnxGraph> values) implements OnnxAttribute {
    /** Copies the list. */
    public Graphs {
      values = List.copyOf(values);
    }
  }
}
