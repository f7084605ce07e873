package dev.carousel.timeseries.music;

import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.DataFolders;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import dev.carousel.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingOnMusicTest {
  /** h' = tanh(W x + U h + b). */
  private record Plain(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
    }
  }

  /** Three chords in turn, in sequences of unequal length. */
  private static String tunes() {
    List<String> chords = List.of("[60,64,67]", "[59,62,67]", "[60,65,69]");
    StringBuilder tunes = new StringBuilder("[");
    for (int n = 0; n < 6; n++) {
      tunes.append(n == 0 ? "[" : ",[");
      for (int t = 0; t < 5 + 2 * n; t++) {
        tunes.append(t == 0 ? "" : ",").append(chords.get((n + t) % 3));
      }
      tunes.append(']');
    }
    return tunes.append(']').toString();
  }

  @Test
  void chordsInTurnAreLearnt(@TempDir Path folder) throws IOException {
    String part = tunes();
    Files.writeString(
        folder.resolve("chords.json"),
        "{\"train\":%s,\"valid\":%s,\"test\":%s}".formatted(part, part, part));
    PreparedTask task = new PianoRoll("chords.json").prepare(new DataFolders(List.of(folder)), 1);
    EjmlKernels kernels = new EjmlKernels();
    RandomStream random = new RandomStream(1);
    var model =
        new SequenceArchitecture(
                RecurrentStack.of(new Plain(12)), OptionalInt.empty(), 0, new PyTorchInitializer())
            .build(task.signature(), kernels, random);
    Training training =
        new Training(
            new Adam(0.02, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            120,
            4,
            OptionalDouble.of(5),
            OptionalDouble.empty(),
            OptionalInt.empty());

    new EpochTrainer().train(model, task, training, kernels, random, epoch -> {});

    var figures = task.evaluate(Split.TEST, EpochTrainer.predictor(model, kernels), 4);
    // What comes next is certain; without knowing the frame before, "marginal" is left with 4 nats.
    assertThat(figures.get("nll")).isLessThan(0.5);
    assertThat(figures.get("accuracy")).isEqualTo(1);
    assertThat(task.baselines().get(0).metrics().get(Split.TEST).get("nll")).isGreaterThan(3.5);
  }
}
