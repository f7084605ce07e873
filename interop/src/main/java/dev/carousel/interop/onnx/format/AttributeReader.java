package dev.carousel.interop.onnx.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads an AttributeProto: a name, a type, and in a field of that type the value. */
final class AttributeReader {
  private final WireReader wire;
  private final ModelReader model;
  private final int depth;

  private String name = "";
  private AttributeType type = AttributeType.UNDEFINED;

  /** The type of the fields in which a value was found; UNDEFINED as long as there was none. */
  private AttributeType held = AttributeType.UNDEFINED;

  private OnnxAttribute single;
  private List<Float> floats = List.of();
  private List<Long> ints = List.of();
  private List<String> strings = List.of();
  private List<OnnxTensor> tensors = List.of();
  private List<OnnxGraph> graphs = List.of();

  private AttributeReader(WireReader wire, ModelReader model, int depth) {
    this.wire = wire;
    this.model = model;
    this.depth = depth;
  }

  /**
   * Reads an attribute to the end of the message under way.
   *
   * @param model reads nested graphs
   * @param attributes gets the attribute
   * @param depth of the graph whose attribute it is
   */
  static void read(
      WireReader wire, ModelReader model, Map<String, OnnxAttribute> attributes, int depth)
      throws IOException {
    AttributeReader reader = new AttributeReader(wire, model, depth);
    reader.fields();
    if (attributes.put(reader.name, reader.value()) != null) {
      throw new IllegalArgumentException(
          "attribute " + Quoted.of(reader.name) + " is given a second time");
    }
  }

  private void fields() throws IOException {
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Attribute.NAME -> name = wire.text();
        case Fields.Attribute.TYPE -> type = AttributeType.of(wire.whole());
        case Fields.Attribute.REFERENCE -> {
          if (!wire.text().isEmpty()) {
            throw new IllegalArgumentException(
                "the attribute refers to one of a function; functions are not supported");
          }
        }
        case Fields.Attribute.FLOAT -> {
          hold(AttributeType.FLOAT);
          single = new OnnxAttribute.FloatValue(wire.real());
        }
        case Fields.Attribute.INT -> {
          hold(AttributeType.INT);
          single = new OnnxAttribute.IntValue(wire.whole());
        }
        case Fields.Attribute.STRING -> {
          hold(AttributeType.STRING);
          single = new OnnxAttribute.StringValue(wire.text());
        }
        case Fields.Attribute.TENSOR -> {
          hold(AttributeType.TENSOR);
          ModelReader.requireOnce(single, "the attribute's value");
          int around = wire.open("t");
          single = new OnnxAttribute.TensorValue(TensorReader.read(wire));
          wire.close(around);
        }
        case Fields.Attribute.GRAPH -> {
          hold(AttributeType.GRAPH);
          ModelReader.requireOnce(single, "the attribute's value");
          int around = wire.open("g");
          single = new OnnxAttribute.GraphValue(model.graph(depth + 1));
          wire.close(around);
        }
        case Fields.Attribute.FLOATS -> {
          hold(AttributeType.FLOATS);
          floats = wire.reals(floats);
        }
        case Fields.Attribute.INTS -> {
          hold(AttributeType.INTS);
          ints = wire.wholes(ints);
        }
        case Fields.Attribute.STRINGS -> {
          hold(AttributeType.STRINGS);
          strings = WireReader.with(strings, wire.text());
        }
        case Fields.Attribute.TENSORS -> {
          hold(AttributeType.TENSORS);
          int around = wire.open("tensors", tensors.size());
          tensors = WireReader.with(tensors, TensorReader.read(wire));
          wire.close(around);
        }
        case Fields.Attribute.GRAPHS -> {
          hold(AttributeType.GRAPHS);
          int around = wire.open("graphs", graphs.size());
          graphs = WireReader.with(graphs, model.graph(depth + 1));
          wire.close(around);
        }
        default -> wire.skip();
      }
    }
  }

  private void hold(AttributeType found) {
    if (held != AttributeType.UNDEFINED && held != found) {
      throw new IllegalArgumentException(
          "the attribute holds values of both types %s and %s".formatted(held, found));
    }
    held = found;
  }

  private OnnxAttribute value() {
    boolean empty = held == AttributeType.UNDEFINED;
    OnnxAttribute value =
        switch (type) {
          // Writers may leave out a number that is zero and a text that is empty.
          case FLOAT -> empty ? new OnnxAttribute.FloatValue(0) : single;
          case INT -> empty ? new OnnxAttribute.IntValue(0) : single;
          case STRING -> empty ? new OnnxAttribute.StringValue("") : single;
          case TENSOR, GRAPH -> single;
          case FLOATS -> new OnnxAttribute.Floats(floats);
          case INTS -> new OnnxAttribute.Ints(ints);
          case STRINGS -> new OnnxAttribute.Strings(strings);
          case TENSORS -> new OnnxAttribute.Tensors(tensors);
          case GRAPHS -> new OnnxAttribute.Graphs(graphs);
          case UNDEFINED, SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTO, TYPE_PROTOS ->
              throw new IllegalArgumentException(
                  "attribute %s is of type %s, which is not supported"
                      .formatted(Quoted.of(name), type));
        };
    if (value == null || !empty && held != type) {
      throw new IllegalArgumentException(
          "attribute %s is of type %s, but its value is %s"
              .formatted(Quoted.of(name), type, empty ? "missing" : "of type " + held));
    }
    return value;
  }
}
