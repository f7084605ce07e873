package dev.carousel.interop.onnx.format;

/** What an attribute holds: AttributeProto.AttributeType, in the order of its numbers from 0. */
enum AttributeType {
  UNDEFINED,
  FLOAT,
  INT,
  STRING,
  TENSOR,
  GRAPH,
  FLOATS,
  INTS,
  STRINGS,
  TENSORS,
  GRAPHS,
  SPARSE_TENSOR,
  SPARSE_TENSORS,
  TYPE_PROTO,
  TYPE_PROTOS;

  private static final AttributeType[] BY_NUMBER = values();

  /**
   * The type that a number stands for.
   *
   * @throws IllegalArgumentException if it stands for none
   */
  static AttributeType of(long number) {
    if (number < 0 || number >= BY_NUMBER.length) {
      throw new IllegalArgumentException("attribute type %d is not known".formatted(number));
    }
    return BY_NUMBER[(int) number];
  }

  /** The type of an attribute. */
  static AttributeType of(OnnxAttribute attribute) {
    if (attribute instanceof OnnxAttribute.FloatValue) {
      return FLOAT;
    } else if (attribute instanceof OnnxAttribute.IntValue) {
      return INT;
    } else if (attribute instanceof OnnxAttribute.StringValue) {
      return STRING;
    } else if (attribute instanceof OnnxAttribute.TensorValue) {
      return TENSOR;
    } else if (attribute instanceof OnnxAttribute.GraphValue) {
      return GRAPH;
    } else if (attribute instanceof OnnxAttribute.Floats) {
      return FLOATS;
    } else if (attribute instanceof OnnxAttribute.Ints) {
      return INTS;
    } else if (attribute instanceof OnnxAttribute.Strings) {
      return STRINGS;
    } else if (attribute instanceof OnnxAttribute.Tensors) {
      return TENSORS;
    }
    return GRAPHS;
  }
}
