package dev.carousel.interop.onnx.format;

import com.google.protobuf.ByteString;
import java.util.TreeMap;

/**
 * Writes a ModelProto, one method a message, fields in the order of their numbers. What has no
 * order of its own is in that of its names, so that equal models give equal bytes.
 */
final class ModelWriter {
  private ModelWriter() {}

  /**
   * The bytes of a file.
   *
   * @throws IllegalArgumentException if there would be more than 2 GiB, or a text is not
   *     well-formed Unicode
   */
  static ByteString bytes(OnnxModel model) {
    Message message =
        new Message()
            .whole(Fields.Model.IR_VERSION, model.irVersion())
            .textIfAny(Fields.Model.PRODUCER_NAME, model.producerName())
            .textIfAny(Fields.Model.PRODUCER_VERSION, model.producerVersion())
            .textIfAny(Fields.Model.DOCUMENTATION, model.documentation())
            .message(Fields.Model.GRAPH, graph(model.graph()));
    new TreeMap<>(model.operatorSets())
        .forEach(
            (domain, version) ->
                message.message(
                    Fields.Model.OPERATOR_SETS,
                    new Message()
                        .textIfAny(Fields.OperatorSet.DOMAIN, domain)
                        .whole(Fields.OperatorSet.VERSION, version)));
    new TreeMap<>(model.metadata())
        .forEach(
            (key, value) ->
                message.message(
                    Fields.Model.METADATA,
                    new Message().text(Fields.Entry.KEY, key).text(Fields.Entry.VALUE, value)));
    return message.finished();
  }

  private static Message graph(OnnxGraph graph) {
    Message message = new Message();
    graph.nodes().forEach(node -> message.message(Fields.Graph.NODES, node(node)));
    message.textIfAny(Fields.Graph.NAME, graph.name());
    graph
        .initializers()
        .forEach(tensor -> message.message(Fields.Graph.INITIALIZERS, tensor(tensor)));
    graph.inputs().forEach(input -> message.message(Fields.Graph.INPUTS, value(input)));
    graph.outputs().forEach(output -> message.message(Fields.Graph.OUTPUTS, value(output)));
    return message;
  }

  private static Message node(OnnxNode node) {
    Message message =
        new Message()
            .texts(Fields.Node.INPUTS, node.inputs())
            .texts(Fields.Node.OUTPUTS, node.outputs())
            .textIfAny(Fields.Node.NAME, node.name())
            .text(Fields.Node.OPERATOR, node.operator());
    new TreeMap<>(node.attributes())
        .forEach((name, value) -> message.message(Fields.Node.ATTRIBUTES, attribute(name, value)));
    return message
        .textIfAny(Fields.Node.DOCUMENTATION, node.documentation())
        .textIfAny(Fields.Node.DOMAIN, node.domain());
  }

  private static Message attribute(String name, OnnxAttribute attribute) {
    Message message = new Message().text(Fields.Attribute.NAME, name);
    if (attribute instanceof OnnxAttribute.FloatValue one) {
      message.real(Fields.Attribute.FLOAT, one.value());
    } else if (attribute instanceof OnnxAttribute.IntValue one) {
      message.whole(Fields.Attribute.INT, one.value());
    } else if (attribute instanceof OnnxAttribute.StringValue one) {
      message.text(Fields.Attribute.STRING, one.value());
    } else if (attribute instanceof OnnxAttribute.TensorValue one) {
      message.message(Fields.Attribute.TENSOR, tensor(one.value()));
    } else if (attribute instanceof OnnxAttribute.GraphValue one) {
      message.message(Fields.Attribute.GRAPH, graph(one.value()));
    } else if (attribute instanceof OnnxAttribute.Floats several) {
      message.reals(Fields.Attribute.FLOATS, several.values());
    } else if (attribute instanceof OnnxAttribute.Ints several) {
      message.wholes(Fields.Attribute.INTS, several.values());
    } else if (attribute instanceof OnnxAttribute.Strings several) {
      message.texts(Fields.Attribute.STRINGS, several.values());
    } else if (attribute instanceof OnnxAttribute.Tensors several) {
      several.values().forEach(one -> message.message(Fields.Attribute.TENSORS, tensor(one)));
    } else if (attribute instanceof OnnxAttribute.Graphs several) {
      several.values().forEach(one -> message.message(Fields.Attribute.GRAPHS, graph(one)));
    }
    return message.whole(Fields.Attribute.TYPE, AttributeType.of(attribute).ordinal());
  }

  private static Message tensor(OnnxTensor tensor) {
    Message message = new Message();
    for (int size : tensor.shape().sizes()) {
      message.whole(Fields.Tensor.SIZES, size);
    }
    message
        .whole(Fields.Tensor.TYPE, tensor.type().number())
        .textIfAny(Fields.Tensor.NAME, tensor.name());
    return tensor.bytes().length == 0 ? message : message.bytes(Fields.Tensor.RAW, tensor.bytes());
  }

  private static Message value(OnnxValue value) {
    Message message = new Message().text(Fields.Value.NAME, value.name());
    value.type().ifPresent(type -> message.message(Fields.Value.TYPE, type(type)));
    return message.textIfAny(Fields.Value.DOCUMENTATION, value.documentation());
  }

  private static Message type(OnnxValue.Type type) {
    Message tensor = new Message().whole(Fields.TensorType.ELEMENTS, type.elements().number());
    type.shape()
        .ifPresent(
            axes -> {
              Message shape = new Message();
              axes.forEach(axis -> shape.message(Fields.TensorShape.DIMENSIONS, dimension(axis)));
              tensor.message(Fields.TensorType.SHAPE, shape);
            });
    return new Message().message(Fields.Type.TENSOR, tensor);
  }

  private static Message dimension(Dimension dimension) {
    Message message = new Message();
    if (dimension instanceof Dimension.Fixed fixed) {
      message.whole(Fields.Axis.SIZE, fixed.size());
    } else if (dimension instanceof Dimension.Symbol symbol) {
      message.text(Fields.Axis.SYMBOL, symbol.name());
    }
    return message;
  }
}
