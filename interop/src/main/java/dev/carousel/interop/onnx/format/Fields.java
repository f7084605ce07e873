package dev.carousel.interop.onnx.format;

/**
 * The numbers of the fields in onnx.proto (of ONNX 1.23, IR version 14), by message. Fields that
 * are not here are skipped.
 */
final class Fields {
  private Fields() {}

  /** ModelProto. */
  static final class Model {
    static final int IR_VERSION = 1;
    static final int PRODUCER_NAME = 2;
    static final int PRODUCER_VERSION = 3;
    static final int DOCUMENTATION = 6;
    static final int GRAPH = 7;
    static final int OPERATOR_SETS = 8;
    static final int METADATA = 14;
    static final int FUNCTIONS = 25;

    private Model() {}
  }

  /** OperatorSetIdProto. */
  static final class OperatorSet {
    static final int DOMAIN = 1;
    static final int VERSION = 2;

    private OperatorSet() {}
  }

  /** StringStringEntryProto. */
  static final class Entry {
    static final int KEY = 1;
    static final int VALUE = 2;

    private Entry() {}
  }

  /** GraphProto. */
  static final class Graph {
    static final int NODES = 1;
    static final int NAME = 2;
    static final int INITIALIZERS = 5;
    static final int INPUTS = 11;
    static final int OUTPUTS = 12;
    static final int SPARSE_INITIALIZERS = 15;

    private Graph() {}
  }

  /** NodeProto. */
  static final class Node {
    static final int INPUTS = 1;
    static final int OUTPUTS = 2;
    static final int NAME = 3;
    static final int OPERATOR = 4;
    static final int ATTRIBUTES = 5;
    static final int DOCUMENTATION = 6;
    static final int DOMAIN = 7;
    static final int OVERLOAD = 8;

    private Node() {}
  }

  /** AttributeProto. */
  static final class Attribute {
    static final int NAME = 1;
    static final int FLOAT = 2;
    static final int INT = 3;
    static final int STRING = 4;
    static final int TENSOR = 5;
    static final int GRAPH = 6;
    static final int FLOATS = 7;
    static final int INTS = 8;
    static final int STRINGS = 9;
    static final int TENSORS = 10;
    static final int GRAPHS = 11;
    static final int TYPE = 20;
    static final int REFERENCE = 21;

    private Attribute() {}
  }

  /** TensorProto. */
  static final class Tensor {
    static final int SIZES = 1;
    static final int TYPE = 2;
    static final int SEGMENT = 3;
    static final int FLOATS = 4;
    static final int INTS = 5;
    static final int STRINGS = 6;
    static final int LONGS = 7;
    static final int NAME = 8;
    static final int RAW = 9;
    static final int DOUBLES = 10;
    static final int UNSIGNED_LONGS = 11;
    static final int EXTERNAL = 13;
    static final int LOCATION = 14;

    private Tensor() {}
  }

  /** ValueInfoProto. */
  static final class Value {
    static final int NAME = 1;
    static final int TYPE = 2;
    static final int DOCUMENTATION = 3;

    private Value() {}
  }

  /** TypeProto. */
  static final class Type {
    static final int TENSOR = 1;
    static final int SEQUENCE = 4;
    static final int MAP = 5;
    static final int OPAQUE = 7;
    static final int SPARSE_TENSOR = 8;
    static final int OPTIONAL = 9;

    private Type() {}
  }

  /** TypeProto.Tensor. */
  static final class TensorType {
    static final int ELEMENTS = 1;
    static final int SHAPE = 2;

    private TensorType() {}
  }

  /** TensorShapeProto. */
  static final class TensorShape {
    static final int DIMENSIONS = 1;

    private TensorShape() {}
  }

  /** TensorShapeProto.Dimension. */
  static final class Axis {
    static final int SIZE = 1;
    static final int SYMBOL = 2;

    private Axis() {}
  }
}
