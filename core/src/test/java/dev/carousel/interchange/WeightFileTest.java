package dev.carousel.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Parameter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.interchange.WeightLayout.Part;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {
  private final Kernels kernels = new EjmlKernels();
  private final Parameter weight = parameter("r.W", 1, 4, 2);
  private final Parameter bias = parameter("r.b", 11, 2, 2);
  private final List<Parameter> parameters = List.of(weight, bias);

  @TempDir private static Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("t.safetensors");
  }

  private Parameter parameter(String name, float first, int... sizes) {
    float[] values = new float[Shape.of(sizes).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i;
    }
    return new Parameter(name, kernels.tensor(values, sizes), kernels.zeros(sizes));
  }

  private static Slice slice(Parameter parameter, int offset, int... sizes) {
    return new Slice(parameter, offset, Shape.of(sizes));
  }

  /** Gates the other way round, the first one's matrix below the second's, and two biases. */
  private static List<WeightLayout> exchanged(List<Parameter> parameters) {
    Parameter weight = parameters.get(0);
    Parameter bias = parameters.get(1);
    return List.of(
        new WeightLayout(
            "kernel",
            Shape.of(2, 4),
            true,
            List.of(Part.same(slice(weight, 4, 2, 2)), Part.same(slice(weight, 0, 2, 2)))),
        new WeightLayout(
            "bias",
            Shape.of(4),
            false,
            List.of(Part.same(slice(bias, 2, 2)), Part.same(slice(bias, 0, 2)))),
        new WeightLayout("second", Shape.of(2), false, List.of(Part.added(slice(bias, 0, 2)))));
  }

  private void write(WeightNaming naming) throws IOException {
    WeightFile.write(file, parameters, naming, kernels, Map.of("k", "v"));
  }

  private void load(WeightNaming naming) {
    WeightFile.load(file, parameters, naming, kernels);
  }

  private void assertValues(Parameter parameter, float... expected) {
    assertThat(kernels.toArray(parameter.value())).containsExactly(expected);
  }

  @Test
  void ownNamesAndLayoutsAreTheParameters() throws IOException {
    write(new OwnNaming());
    Safetensors.Contents contents = Safetensors.read(file);
    assertThat(contents.metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(contents.tensors()).containsOnlyKeys("r.W", "r.b");
    assertThat(contents.tensors().get("r.W").shape()).isEqualTo(Shape.of(4, 2));
    assertThat(contents.tensors().get("r.b").values()).containsExactly(11, 12, 13, 14);

    kernels.fill(weight.value(), 0);
    load(new OwnNaming());
    assertValues(weight, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void matricesAreStackedAndTransposed() throws IOException {
    write(WeightFileTest::exchanged);
    Map<String, Safetensors.Values> tensors = Safetensors.read(file).tensors();
    assertThat(tensors.get("kernel").shape()).isEqualTo(Shape.of(2, 4));
    assertThat(tensors.get("kernel").values()).containsExactly(5, 7, 1, 3, 6, 8, 2, 4);
    assertThat(tensors.get("bias").values()).containsExactly(13, 14, 11, 12);
    assertThat(tensors.get("second").values()).containsExactly(0, 0);

    kernels.fill(weight.value(), 0);
    kernels.fill(bias.value(), 0);
    load(WeightFileTest::exchanged);
    assertValues(weight, 1, 2, 3, 4, 5, 6, 7, 8);
    assertValues(bias, 11, 12, 13, 14);
  }

  @Test
  void secondBiasesAreAddedUp() throws IOException {
    Safetensors.write(
        file,
        Map.of(
            "kernel", kernels.zeros(2, 4),
            "bias", kernels.tensor(new float[] {1, 2, 3, -0f}, 4),
            "second", kernels.tensor(new float[] {0.5f, 0}, 2)),
        kernels,
        Map.of());
    load(WeightFileTest::exchanged);
    assertValues(bias, 3.5f, -0f, 1, 2);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> load(WeightFileTest::exchanged))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message.replace("FILE", file.toString()));
    // Of a file that is refused nothing is taken.
    assertValues(weight, 1, 2, 3, 4, 5, 6, 7, 8);
    assertValues(bias, 11, 12, 13, 14);
  }

  private void given(String name, int[] shape, String... others) throws IOException {
    var tensors = new HashMap<String, Tensor>();
    tensors.put(name, kernels.zeros(shape));
    for (String other : others) {
      tensors.put(other, kernels.zeros(2));
    }
    Safetensors.write(file, tensors, kernels, Map.of());
  }

  @Test
  void filesOfOtherModelsAreRefusedByName() throws IOException {
    Files.deleteIfExists(file);
    assertRefused("no file 'FILE', which should hold the weights");
    Files.write(file, new byte[3]);
    assertRefused("FILE: a safetensors file has at least 8 bytes, this one has 3");
    given("kernel", new int[] {4, 2}, "bias", "second");
    assertRefused(
        "FILE is of another model: 'kernel' is [4, 2] there and [2, 4] in the model of the"
            + " experiment");
    given("lstm.kernel", new int[] {2, 4}, "lstm.bias", "lstm.second");
    assertRefused(
        "FILE is of another model: it has no 'kernel'; did you mean its 'lstm.kernel'? the model"
            + " does not have its 'lstm.bias', 'lstm.kernel', 'lstm.second'");
    given("kernal", new int[] {2, 3});
    assertRefused(
        "FILE is of another model: it has no 'kernel'; did you mean its 'kernal'? the model does"
            + " not have its 'kernal'");
    given("x", new int[] {2, 3});
    assertRefused("FILE is of another model: it has no 'kernel'; the model does not have its 'x'");
    Safetensors.write(
        file,
        Map.of(
            "kernel", kernels.zeros(2, 4),
            "bias", kernels.tensor(new float[] {1, 2, Float.NaN, 0}, 4),
            "second", kernels.zeros(2)),
        kernels,
        Map.of());
    assertRefused("FILE: 'bias' holds NaN, with which no model can compute");
    given("bias", new int[] {4});
    assertRefused("FILE is of another model: it has no 'kernel'");
  }

  @Test
  void whatTheModelDoesNotHaveIsRefusedByName() throws IOException {
    write(WeightFileTest::exchanged);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      names.add("l".repeat(60) + i);
    }
    Map<String, Tensor> tensors = new HashMap<>();
    Safetensors.read(file)
        .tensors()
        .forEach(
            (name, values) ->
                tensors.put(name, kernels.tensor(values.values(), values.shape().sizes())));
    names.forEach(name -> tensors.put(name, kernels.zeros(1)));
    Safetensors.write(file, tensors, kernels, Map.of());
    assertRefused(
        "FILE is of another model: the model of the experiment does not have its "
            + ("'" + "l".repeat(60) + "…', ").repeat(8).replaceFirst(", $", "")
            + " and 2 more");
  }

  @Test
  void namingsThatLoseOrRepeatSomethingAreRefused() {
    assertThatThrownBy(() -> write(all -> exchanged(all).subList(0, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(" does not hold all of 'r.b'");
    assertThatThrownBy(
            () -> {
              List<WeightLayout> twice = new ArrayList<>(exchanged(parameters));
              twice.add(WeightLayout.own(bias));
              write(all -> twice);
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(" holds elements of 'r.b' twice");
  }

  @Test
  void layoutsThatCannotBeAreRefused() {
    assertThatThrownBy(
            () -> new WeightLayout("t", Shape.of(3), false, List.of(Part.same(Slice.all(bias)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'t' of shape [3] has parts of 4 elements");
    assertThatThrownBy(
            () -> new WeightLayout("t", Shape.of(4), true, List.of(Part.same(Slice.all(bias)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'t' of shape [4] is no matrix, so it cannot be transposed");
  }
}
