package dev.carousel.interop.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxProgramTest {
  private static final Dimension BATCH = new Dimension.Symbol("batch");
  private static final Dimension TWO = new Dimension.Fixed(2);

  @TempDir private Path folder;

  private static OnnxModel model(OnnxGraph graph) {
    return new OnnxModel(8, Map.of("", 17L, "com.example", 1L), "", "", graph, Map.of(), "");
  }

  private static OnnxProgram program(OnnxGraph graph) {
    return OnnxProgram.of(model(graph), new EjmlKernels(), OnnxLimits.usual());
  }

  /** y = x + b, where b is [batch, 2] by default. */
  private static OnnxGraph sum() {
    return new OnnxGraph(
        "sum",
        List.of(OnnxNode.of("Add", List.of("x", "b"), List.of("y"), Map.of())),
        List.of(
            OnnxValue.of("x", ElementType.FLOAT, BATCH, TWO),
            OnnxValue.of("b", ElementType.FLOAT, BATCH, Dimension.UNKNOWN)),
        List.of(
            OnnxValue.of("y", ElementType.FLOAT, BATCH, TWO), OnnxValue.of("c", ElementType.INT64)),
        List.of(
            OnnxTensor.ofFloats("b", Shape.of(1, 1), 1), OnnxTensor.ofLongs("c", Shape.of(), 7)));
  }

  private static Floats x(int... sizes) {
    Shape shape = Shape.of(sizes);
    return new Floats(shape, new float[shape.elements()]);
  }

  @Test
  void inputsWithDefaultsMayBeLeftOut() {
    OnnxProgram program = program(sum());
    assertThat(program.isOptional("b")).isTrue();
    assertThat(program.isOptional("x")).isFalse();
    assertThat(program.inputs()).isEqualTo(sum().inputs());
    assertThat(program.outputs()).isEqualTo(sum().outputs());
    Map<String, Value> outputs = program.run(Map.of("x", x(1, 2)));
    assertThat(outputs.keySet()).containsExactly("y", "c");
    assertThat(((Floats) outputs.get("y")).elements()).containsExactly(1, 1);
    // The default has one row, whatever the batch.
    outputs = program.run(Map.of("x", x(3, 2)));
    assertThat(((Floats) outputs.get("y")).elements()).containsOnly(1);
    Value two = OneNode.floats(Shape.of(1, 2), 2, 3);
    outputs = program.run(Map.of("x", x(1, 2), "b", two));
    assertThat(((Floats) outputs.get("y")).elements()).containsExactly(2, 3);
  }

  @Test
  void outputsAreTheCallersOwn() {
    OnnxProgram program = program(sum());
    Integers c = (Integers) program.run(Map.of("x", x(1, 2))).get("c");
    c.elements()[0] = 8;
    assertThat(((Integers) program.run(Map.of("x", x(1, 2))).get("c")).elements())
        .containsExactly(7);
  }

  @Test
  void inputsThatDoNotFitAreNamed() {
    OnnxProgram program = program(sum());
    String reads = "; the model reads 'x' FLOAT[batch, 2], 'b' FLOAT[batch, ?]";
    assertRefused(program, Map.of(), "input 'x' is missing" + reads);
    assertRefused(program, Map.of("x", x(1, 2), "z", x()), "there is no input 'z'" + reads);
    assertRefused(program, Map.of("x", x(3)), "input 'x' is FLOAT[3], expected FLOAT[batch, 2]");
    assertRefused(
        program,
        Map.of("x", new Truths(Shape.of(0, 2))),
        "input 'x' is BOOL[0, 2], expected FLOAT[batch, 2]");
    assertRefused(
        program, Map.of("x", x(1, 3)), "input 'x' is FLOAT[1, 3], expected FLOAT[batch=1, 2]");
    assertRefused(
        program,
        Map.of("x", x(3, 2), "b", x(1, 2)),
        "input 'b' is FLOAT[1, 2], expected FLOAT[batch=3, ?]");
  }

  private static void assertRefused(
      OnnxProgram program, Map<String, Value> inputs, String message) {
    assertThatThrownBy(() -> program.run(inputs))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void operatorsThatAreNotSupportedAreNamed() throws Exception {
    Path foreign = Path.of(OnnxFile.class.getResource("made-by-onnx.onnx").toURI());
    assertThatThrownBy(() -> OnnxProgram.read(foreign, new EjmlKernels()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(
            foreign
                + ": the model has operators that are not supported: 'If'; supported are Abs, Add,"
                + " And, ")
        .hasMessageEndingWith(", Transpose, Unsqueeze, Where");

    List<OnnxNode> nodes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      nodes.add(OnnxNode.of("Op" + i, List.of(), List.of("o" + i), Map.of()));
    }
    nodes.add(new OnnxNode("Add", "com.example", "", List.of("o0"), List.of("s"), Map.of(), ""));
    OnnxGraph graph = new OnnxGraph("g", nodes, List.of(), List.of(), List.of());
    assertThatThrownBy(() -> program(graph))
        .hasMessageStartingWith(
            "the model has operators that are not supported: 'Add' of the domain 'com.example',"
                + " 'Op0', 'Op1', 'Op2', 'Op3', 'Op4', 'Op5', 'Op6' and 3 more; supported are");
  }

  private static OnnxGraph identity(ElementType type, OnnxTensor... initializers) {
    return new OnnxGraph(
        "g",
        List.of(OnnxNode.of("Identity", List.of("x"), List.of("y"), Map.of())),
        initializers.length > 0 ? List.of() : List.of(OnnxValue.of("x", type)),
        List.of(OnnxValue.of("y", ElementType.FLOAT)),
        List.of(initializers));
  }

  @Test
  void typesThatCannotBeComputedWithAreRefusedWhereTheyMatter() {
    OnnxTensor wide = new OnnxTensor("x", ElementType.DOUBLE, Shape.of(), new byte[8]);
    String why =
        " is of type DOUBLE, which cannot be computed with; FLOAT, INT32, INT64 and BOOL can";
    assertThatThrownBy(() -> program(identity(ElementType.DOUBLE)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("input 'x'" + why);
    assertThatThrownBy(() -> program(identity(ElementType.FLOAT, wide)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("tensor 'x'" + why);
    OnnxTensor unused = new OnnxTensor("u", ElementType.DOUBLE, Shape.of(), new byte[8]);
    OnnxTensor used = OnnxTensor.ofFloats("x", Shape.of(), 3);
    assertThat(program(identity(ElementType.FLOAT, unused, used)).run(Map.of())).containsKey("y");
  }

  @Test
  void anOutputOfAnotherTypeThanSaidIsRefused() {
    assertThatThrownBy(
            () ->
                program(identity(ElementType.INT64))
                    .run(Map.of("x", new Integers(ElementType.INT64, Shape.of(), 1))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("output 'y' is INT64[], but the model says that it is FLOAT");
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    OnnxProgram program =
        OnnxProgram.of(
            WholeModels.tagger(17, "LSTM", 2, 11, 5, 6, 4, 5),
            new EjmlKernels(),
            OnnxLimits.usual());
    List<Map<String, Value>> given = new ArrayList<>();
    List<Map<String, Value>> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int steps = 1 + i;
      Map<String, Value> inputs = new LinkedHashMap<>();
      long[] ids = new long[2 * steps];
      for (int j = 0; j < ids.length; j++) {
        ids[j] = (i + 3L * j) % 11;
      }
      inputs.put("ids", new Integers(ElementType.INT64, Shape.of(steps, 2), ids));
      inputs.put("lengths", new Integers(ElementType.INT32, Shape.of(2), 1, steps));
      given.add(inputs);
      expected.add(program.run(inputs));
    }
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int times = 0; times < 20; times++) {
      for (int i = 0; i < given.size(); i++) {
        int which = i;
        runs.add(
            CompletableFuture.runAsync(
                () ->
                    assertThat(((Floats) program.run(given.get(which)).get("y")).elements())
                        .isEqualTo(((Floats) expected.get(which).get("y")).elements())));
      }
    }
    runs.forEach(CompletableFuture::join);
  }

  @Test
  void filesAreNamedInMessages() throws Exception {
    Path file = folder.resolve("m.onnx");
    OnnxFile.write(file, new OneNode("Abs").output(ElementType.FLOAT).model());
    assertThatThrownBy(() -> OnnxProgram.read(file, new EjmlKernels()))
        .hasMessage(file + ": node 'out0' of operator 'Abs': it has 0 inputs, expected 1");
  }
}
