package dev.carousel.interop.onnx.format;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a ModelProto, one method a message.
 *
 * <p>Memory is taken only for what has been read, never for what a length or a shape announces.
 */
final class ModelReader {
  private final WireReader wire;

  private ModelReader(WireReader wire) {
    this.wire = wire;
  }

  /**
   * Reads a model.
   *
   * @param source the file's name, for messages
   * @param bytes the whole file
   * @throws InvalidDataException if it is anything but a model that can be represented
   */
  static OnnxModel read(String source, byte[] bytes) {
    WireReader wire = new WireReader(bytes);
    try {
      return new ModelReader(wire).model();
    } catch (IOException e) {
      throw new InvalidDataException(
          "%s: %sbyte %d of %d: this is no ONNX model, or it is damaged or cut off"
              .formatted(source, way(wire), wire.position(), bytes.length),
          e);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("%s: %s%s".formatted(source, way(wire), e.getMessage()), e);
    }
  }

  private static String way(WireReader wire) {
    String way = wire.place().toString();
    return way.isEmpty() ? "" : way + ": ";
  }

  private OnnxModel model() throws IOException {
    long version = 0;
    Map<String, Long> operatorSets = new LinkedHashMap<>();
    String producerName = "";
    String producerVersion = "";
    OnnxGraph graph = null;
    Map<String, String> metadata = new LinkedHashMap<>();
    String documentation = "";
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Model.IR_VERSION -> {
          version = wire.whole();
          OnnxModel.requireIrVersion(version);
        }
        case Fields.Model.OPERATOR_SETS -> operatorSet(operatorSets);
        case Fields.Model.PRODUCER_NAME -> producerName = wire.text();
        case Fields.Model.PRODUCER_VERSION -> producerVersion = wire.text();
        case Fields.Model.GRAPH -> {
          requireOnce(graph, "the graph");
          int around = wire.open("graph");
          graph = graph(1);
          wire.close(around);
        }
        case Fields.Model.METADATA -> metadata(metadata);
        case Fields.Model.DOCUMENTATION -> documentation = wire.text();
        case Fields.Model.FUNCTIONS ->
            throw new IllegalArgumentException(
                "the model defines functions, which are not supported; inline them with"
                    + " onnx.inliner.inline_local_functions");
        default -> wire.skip();
      }
    }
    if (version == 0 || graph == null) {
      throw new IllegalArgumentException(
          "this is no ONNX model: it has no " + (version == 0 ? "version (IR)" : "graph"));
    }
    return new OnnxModel(
        (int) version, operatorSets, producerName, producerVersion, graph, metadata, documentation);
  }

  /** Protobuf would merge the two; no program writes a message in two parts. */
  static void requireOnce(Object before, String what) {
    if (before != null) {
      throw new IllegalArgumentException(what + " is given twice");
    }
  }

  private void operatorSet(Map<String, Long> operatorSets) throws IOException {
    int around = wire.open("opset_import", operatorSets.size());
    String domain = "";
    long version = 0;
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.OperatorSet.DOMAIN -> domain = wire.text();
        case Fields.OperatorSet.VERSION -> version = wire.whole();
        default -> wire.skip();
      }
    }
    if (operatorSets.put(domain, version) != null) {
      throw new IllegalArgumentException(
          "the domain " + Quoted.of(domain) + " is imported a second time");
    }
    wire.close(around);
  }

  private void metadata(Map<String, String> metadata) throws IOException {
    int around = wire.open("metadata_props", metadata.size());
    String key = "";
    String value = "";
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Entry.KEY -> key = wire.text();
        case Fields.Entry.VALUE -> value = wire.text();
        default -> wire.skip();
      }
    }
    if (metadata.put(key, value) != null) {
      throw new IllegalArgumentException("the key " + Quoted.of(key) + " is given a second time");
    }
    wire.close(around);
  }

  /**
   * Reads a graph to the end of the message under way.
   *
   * @param depth 1 for the main graph
   */
  OnnxGraph graph(int depth) throws IOException {
    if (depth > GraphCheck.DEEPEST) {
      throw new IllegalArgumentException(GraphCheck.TOO_DEEP);
    }
    String name = "";
    List<OnnxNode> nodes = List.of();
    List<OnnxValue> inputs = List.of();
    List<OnnxValue> outputs = List.of();
    List<OnnxTensor> initializers = List.of();
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Graph.NAME -> name = wire.text();
        case Fields.Graph.NODES -> {
          int around = wire.open("node", nodes.size());
          nodes = WireReader.with(nodes, node(depth));
          wire.close(around);
        }
        case Fields.Graph.INPUTS -> {
          int around = wire.open("input", inputs.size());
          inputs = WireReader.with(inputs, ValueReader.read(wire));
          wire.close(around);
        }
        case Fields.Graph.OUTPUTS -> {
          int around = wire.open("output", outputs.size());
          outputs = WireReader.with(outputs, ValueReader.read(wire));
          wire.close(around);
        }
        case Fields.Graph.INITIALIZERS -> {
          int around = wire.open("initializer", initializers.size());
          initializers = WireReader.with(initializers, TensorReader.read(wire));
          wire.close(around);
        }
        case Fields.Graph.SPARSE_INITIALIZERS ->
            throw new IllegalArgumentException(
                "the graph has sparse initializers, which are not supported; expected dense ones");
        default -> wire.skip();
      }
    }
    return new OnnxGraph(name, nodes, inputs, outputs, initializers);
  }

  private OnnxNode node(int depth) throws IOException {
    String operator = "";
    String domain = "";
    String name = "";
    List<String> inputs = List.of();
    List<String> outputs = List.of();
    Map<String, OnnxAttribute> attributes = Map.of();
    String documentation = "";
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Node.OPERATOR -> operator = wire.text();
        case Fields.Node.DOMAIN -> domain = wire.text();
        case Fields.Node.NAME -> name = wire.text();
        case Fields.Node.INPUTS -> inputs = WireReader.with(inputs, wire.text());
        case Fields.Node.OUTPUTS -> outputs = WireReader.with(outputs, wire.text());
        case Fields.Node.ATTRIBUTES -> {
          if (attributes.isEmpty()) {
            attributes = new LinkedHashMap<>();
          }
          int around = wire.open("attribute", attributes.size());
          AttributeReader.read(wire, this, attributes, depth);
          wire.close(around);
        }
        case Fields.Node.DOCUMENTATION -> documentation = wire.text();
        case Fields.Node.OVERLOAD -> {
          if (!wire.text().isEmpty()) {
            throw new IllegalArgumentException(
                "the node calls an overloaded function; functions are not supported");
          }
        }
        default -> wire.skip();
      }
    }
    return new OnnxNode(operator, domain, name, inputs, outputs, attributes, documentation);
  }
}
