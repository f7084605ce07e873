package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphCheckTest {
  private static final OnnxValue X = OnnxValue.of("x", ElementType.FLOAT);
  private static final OnnxValue Y = OnnxValue.of("y", ElementType.FLOAT);
  private static final OnnxTensor W = OnnxTensor.ofFloats("w", Shape.of(), 1f);

  @Test
  void inputsAndInitializersAreReadByNodesAndOutputsAlike() {
    accepted(graph(List.of(add("x", "w", "y")), List.of(X), List.of(Y, X), List.of(W)));
  }

  @Test
  void anInitializerMayBeTheDefaultOfOneInput() {
    OnnxValue w = OnnxValue.of("w", ElementType.FLOAT);
    accepted(graph(List.of(add("x", "w", "y")), List.of(X, w), List.of(Y), List.of(W)));
    refused(
        graph(List.of(), List.of(w, w), List.of(), List.of(W)), "graph: input 'w' is listed twice");
  }

  @Test
  void aNameThatComesLaterOrNeverCannotBeRead() {
    refused(
        graph(List.of(add("x", "z", "y"), add("x", "x", "z")), List.of(X), List.of(Y), List.of()),
        "graph.node[0]: operator 'Add' reads 'z', which nothing before it defines");
    refused(
        graph(List.of(add("x", "y", "y")), List.of(X), List.of(Y), List.of()),
        "graph.node[0]: operator 'Add' reads 'y', which nothing before it defines");
    refused(
        graph(List.of(), List.of(X), List.of(Y), List.of()),
        "graph: output 'y' is computed by no node");
  }

  @Test
  void everyNameIsDefinedOnce() {
    refused(
        graph(List.of(add("x", "x", "x")), List.of(X), List.of(), List.of()),
        "graph.node[0]: 'x' is defined a second time, as an output; every name is defined once");
    refused(
        graph(List.of(add("x", "x", "y"), add("x", "x", "y")), List.of(X), List.of(), List.of()),
        "graph.node[1]: 'y' is defined a second time, as an output; every name is defined once");
    refused(
        graph(List.of(), List.of(), List.of(), List.of(W, W)),
        "graph: 'w' is defined a second time, as an initializer; every name is defined once");
    refused(
        graph(List.of(), List.of(X, X), List.of(), List.of()), "graph: input 'x' is listed twice");
    refused(
        graph(List.of(), List.of(X), List.of(X, X), List.of()),
        "graph: output 'x' is listed twice");
  }

  @Test
  void omittedInputsAndOutputsAreNoNames() {
    OnnxNode node = OnnxNode.of("LSTM", List.of("x", "", ""), List.of("", "y", ""), Map.of());
    accepted(graph(List.of(node), List.of(X), List.of(Y), List.of()));
  }

  @Test
  void aNestedGraphSeesWhatIsDefinedBeforeItsNode() {
    accepted(
        graph(
            List.of(add("x", "x", "z"), nesting(add("x", "z", "a"), "a", "y")),
            List.of(X),
            List.of(Y),
            List.of()));
    refused(
        graph(
            List.of(nesting(add("x", "z", "a"), "a", "y"), add("x", "x", "z")),
            List.of(X),
            List.of(Y),
            List.of()),
        "graph.node[0].body.node[0]: operator 'Add' reads 'z', which nothing before it defines");
  }

  @Test
  void aNestedGraphTakesNoNameOfThoseAround() {
    refused(
        graph(List.of(nesting(add("x", "x", "x"), "x", "y")), List.of(X), List.of(Y), List.of()),
        "graph.node[0].body.node[0]: 'x' is defined a second time, as an output; every name is"
            + " defined once");
  }

  @Test
  void namesOfNestedGraphsAreGoneAfterThem() {
    accepted(
        graph(
            List.of(nesting(add("x", "x", "a"), "a", "b"), nesting(add("x", "b", "a"), "a", "y")),
            List.of(X),
            List.of(Y),
            List.of()));
    refused(
        graph(
            List.of(nesting(add("x", "x", "a"), "a", "b"), add("a", "x", "y")),
            List.of(X),
            List.of(Y),
            List.of()),
        "graph.node[1]: operator 'Add' reads 'a', which nothing before it defines");
  }

  @Test
  void theMainGraphsInterfaceHasTypes() {
    OnnxValue untyped = new OnnxValue("x", Optional.empty(), "");
    refused(
        graph(List.of(), List.of(untyped), List.of(), List.of()), "graph: input 'x' has no type");
    refused(
        graph(List.of(), List.of(X), List.of(untyped), List.of()), "graph: output 'x' has no type");
  }

  @Test
  void operatorsAreOfDomainsThatAreImported() {
    OnnxNode node =
        new OnnxNode("Gelu", "com.example", "", List.of("x"), List.of("y"), Map.of(), "");
    refused(
        graph(List.of(node), List.of(X), List.of(Y), List.of()),
        "graph.node[0]: operator 'Gelu' is of the domain 'com.example', of which the model imports"
            + " no version");
    OnnxNode own = new OnnxNode("Abs", "ai.onnx", "", List.of("x"), List.of("y"), Map.of(), "");
    accepted(graph(List.of(own), List.of(X), List.of(Y), List.of()));
  }

  @Test
  void graphsAreNotNestedDeeperThanCanBeRead() {
    OnnxGraph graph = graph(List.of(), List.of(), List.of(), List.of());
    for (int depth = 1; depth < GraphCheck.DEEPEST; depth++) {
      graph = within(graph);
    }
    accepted(graph);
    OnnxGraph deeper = within(graph);
    assertThatThrownBy(() -> model(deeper)).hasMessageEndingWith(": " + GraphCheck.TOO_DEEP);
  }

  private static OnnxGraph within(OnnxGraph graph) {
    Map<String, OnnxAttribute> body = Map.of("bodies", new OnnxAttribute.Graphs(List.of(graph)));
    return graph(
        List.of(OnnxNode.of("Loop", List.of(), List.of(), body)), List.of(), List.of(), List.of());
  }

  private static OnnxNode add(String left, String right, String sum) {
    return OnnxNode.of("Add", List.of(left, right), List.of(sum), Map.of());
  }

  /** A node with a graph of one node. */
  private static OnnxNode nesting(OnnxNode node, String inner, String output) {
    OnnxGraph body =
        graph(
            List.of(node),
            List.of(),
            List.of(new OnnxValue(inner, Optional.empty(), "")),
            List.of());
    return OnnxNode.of(
        "Loop", List.of(), List.of(output), Map.of("body", new OnnxAttribute.GraphValue(body)));
  }

  private static OnnxGraph graph(
      List<OnnxNode> nodes,
      List<OnnxValue> inputs,
      List<OnnxValue> outputs,
      List<OnnxTensor> initializers) {
    return new OnnxGraph("g", nodes, inputs, outputs, initializers);
  }

  private static OnnxModel model(OnnxGraph graph) {
    return new OnnxModel(8, Map.of("", 17L), "", "", graph, Map.of(), "");
  }

  private static void accepted(OnnxGraph graph) {
    assertThatCode(() -> model(graph)).doesNotThrowAnyException();
  }

  private static void refused(OnnxGraph graph, String message) {
    assertThatThrownBy(() -> model(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
