package dev.carousel.interop.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Parameter;
import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.lstm.LstmProjection;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightFile;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Embedding;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.TiedReadout;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class RoundTripTest {
  private static Path folder;

  private final Kernels kernels = new EjmlKernels();

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("names");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("t.safetensors"));
    Files.delete(folder);
  }

  /** A model and the systems that have its layers. */
  private record Described(
      Cell cell, int inputs, int layers, boolean bidirectional, List<WeightNaming> systems) {}

  @Provide
  Arbitrary<Described> models() {
    List<WeightNaming> all = List.of(new OwnNaming(), new PyTorchNaming(), new KerasNaming());
    List<WeightNaming> torch = List.of(new OwnNaming(), new PyTorchNaming());
    List<WeightNaming> keras = List.of(new OwnNaming(), new KerasNaming());
    return Combinators.combine(
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 5))
        .as(
            (units, inputs, layers, both, kind) ->
                switch (kind) {
                  case 0 -> new Described(new Lstm(units, 1), inputs, layers, both, all);
                  case 1 ->
                      new Described(new LstmProjection(units, 2, 1), inputs, layers, both, torch);
                  case 2 ->
                      new Described(new Gru(units, Gru.Reset.AFTER), inputs, layers, both, all);
                  case 3 ->
                      new Described(new Gru(units, Gru.Reset.BEFORE), inputs, layers, both, keras);
                  case 4 ->
                      new Described(new Rnn(units, Rnn.Activation.TANH), inputs, layers, both, all);
                  default ->
                      new Described(new Rnn(units, Rnn.Activation.RELU), inputs, layers, both, all);
                });
  }

  /** Layers of all kinds, a readout that is tied to a table, and one that is none of these. */
  private List<Parameter> model(Described described, long seed) {
    RandomStream random = new RandomStream(seed);
    UniformInitializer initializer = new UniformInitializer(1);
    RecurrentStack stack =
        new RecurrentStack(described.cell(), described.layers(), described.bidirectional(), 0);
    Embedding table =
        new Embedding(
            "embedding", new Signature.Tokens(3), described.inputs(), kernels, initializer, random);
    List<Parameter> all = new ArrayList<>(table.parameters());
    all.addAll(
        new Recurrent("recurrent", stack, described.inputs(), kernels, initializer, random)
            .parameters());
    all.addAll(new Dense("readout", stack.outputs(), 2, kernels, initializer, random).parameters());
    all.addAll(new TiedReadout("tied", table, kernels, initializer, random).parameters());
    all.add(
        new Parameter("query", kernels.tensor(new float[] {seed, -0f}, 1, 2), kernels.zeros(1, 2)));
    return all;
  }

  @Property(tries = 100)
  void whatIsWrittenIsReadBackToTheBit(@ForAll("models") Described described) throws IOException {
    Path file = folder.resolve("t.safetensors");
    List<Parameter> from = model(described, 1);
    for (WeightNaming naming : described.systems()) {
      List<Parameter> to = model(described, 2);
      WeightFile.write(file, from, naming, kernels, Map.of());
      WeightFile.load(file, to, naming, kernels);
      for (int i = 0; i < from.size(); i++) {
        assertThat(kernels.toArray(to.get(i).value()))
            .as("%s under %s", from.get(i).name(), naming)
            .containsExactly(kernels.toArray(from.get(i).value()));
      }
    }
  }
}
