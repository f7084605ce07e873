package dev.carousel.checkpoint;

import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Parameter;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.optim.Adam;
import dev.carousel.optim.PlateauSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Baseline;
import dev.carousel.train.Checkpoints;
import dev.carousel.train.Epoch;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Metric;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Training;
import dev.carousel.train.TrainingResult;
import dev.carousel.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that stops anywhere and goes on gives the bits of one that never stopped. */
class CheckpointFileTest {
  private static final long SEED = 20_260;
  private static final Map<String, String> LABELS = Map.of("variant", "a", "seed", "7");

  private final Kernels kernels = new EjmlKernels();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("a.partial.safetensors");
  }

  /** A state h and a memory c. */
  private record Gated(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var c = eq.state("c");
      var f = eq.let("f", sigmoid(eq.affine("f", x, h)));
      var next = eq.next(c, f.times(c).plus(tanh(eq.affine("g", x, h))));
      return eq.output(eq.next(h, tanh(next)));
    }
  }

  /**
   * Random numbers to be echoed, in an order that the random stream decides; every second batch
   * continues the one before it, and randomness is also taken while batches are handed out.
   */
  private record Echo() implements PreparedTask {
    private static Batch batch(long seed, boolean continues) {
      RandomStream random = new RandomStream(seed);
      float[] x = new float[3 * 2];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextFloat() - 0.5f;
      }
      return new Batch(
          3,
          2,
          new int[] {3, 3},
          new Inputs.Features(1, x),
          new Targets.Values(1, x, null),
          continues);
    }

    @Override
    public Signature signature() {
      return new Signature(new Signature.Features(1), 1, true);
    }

    @Override
    public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
      int[] order = {1, 2, 3};
      random.shuffle(order);
      return () ->
          Arrays.stream(order)
              .boxed()
              .flatMap(i -> List.of(batch(i, false), batch(i + random.nextInt(100), true)).stream())
              .iterator();
    }

    @Override
    public Loss loss() {
      return new MeanSquaredError();
    }

    @Override
    public List<Metric> metrics() {
      return List.of(new Metric("score", false), new Metric("mse", true));
    }

    @Override
    public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
      Batch batch = batch(99, false);
      float[] outputs = predictor.predict(batch);
      float[] wanted = ((Targets.Values) batch.targets()).values();
      double sum = 0;
      for (int i = 0; i < outputs.length; i++) {
        sum += Math.pow(outputs[i] - wanted[i], 2);
      }
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("score", -sum);
      metrics.put("mse", sum / outputs.length);
      return metrics;
    }

    @Override
    public List<Baseline> baselines() {
      return List.of();
    }

    @Override
    public List<Path> files() {
      return List.of();
    }
  }

  private static final Training TRAINING =
      new Training(
          new Adam(0.02, 0.9, 0.999, 1e-8),
          new PlateauSchedule(0.5, 1),
          5,
          2,
          OptionalDouble.of(0.5),
          OptionalDouble.empty(),
          OptionalInt.of(3));

  private Model model(long seed) {
    return new SequenceArchitecture(
            new RecurrentStack(new Gated(3), 2, false, 0.3),
            OptionalInt.empty(),
            0.3,
            new PyTorchInitializer())
        .build(new Echo().signature(), kernels, new RandomStream(seed));
  }

  /** What a training came to, times aside. */
  private record Ended(List<Epoch> epochs, int bestEpoch, Map<String, List<Float>> weights) {}

  private Ended ended(Model model, TrainingResult result) {
    List<Epoch> epochs =
        result.epochs().stream()
            .map(
                e ->
                    new Epoch(
                        e.epoch(),
                        e.learningRate(),
                        e.trainingLoss(),
                        e.valid(),
                        e.tokens(),
                        e.best(),
                        0))
            .toList();
    Map<String, List<Float>> weights = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      List<Float> values = new ArrayList<>();
      for (float value : kernels.toArray(parameter.value())) {
        values.add(value);
      }
      weights.put(parameter.name(), values);
    }
    return new Ended(epochs, result.bestEpoch(), weights);
  }

  private TrainingResult train(Model model, List<Epoch> heard, Checkpoints checkpoints) {
    return new EpochTrainer()
        .train(
            model, new Echo(), TRAINING, kernels, new RandomStream(SEED), heard::add, checkpoints);
  }

  /** Keeps every state in a file of its own. */
  private final class EveryOne implements Checkpoints {
    final List<Path> files = new ArrayList<>();

    @Override
    public Optional<TrainingState> latest() {
      return Optional.empty();
    }

    @Override
    public boolean due() {
      return true;
    }

    @Override
    public void keep(TrainingState state) {
      Path next = folder.resolve(files.size() + ".safetensors");
      write(next, state);
      files.add(next);
    }
  }

  private void write(Path to, TrainingState state) {
    try {
      CheckpointFile.write(to, state, kernels, LABELS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Checkpoints from(Path kept) throws IOException {
    TrainingState state = CheckpointFile.read(kept, kernels, LABELS);
    return new Checkpoints() {
      @Override
      public Optional<TrainingState> latest() {
        return Optional.of(state);
      }

      @Override
      public boolean due() {
        return false;
      }

      @Override
      public void keep(TrainingState ignored) {}
    };
  }

  @Test
  void goesOnFromAnyBatch() throws IOException {
    Model undisturbed = model(1);
    List<Epoch> heard = new ArrayList<>();
    Ended expected = ended(undisturbed, train(undisturbed, heard, Checkpoints.NONE));
    assertThat(heard).hasSize(expected.epochs().size()).hasSizeGreaterThan(2);
    EveryOne every = new EveryOne();
    train(model(1), new ArrayList<>(), every);
    // Six batches an epoch, and once more after its validation.
    assertThat(every.files).hasSize(7 * heard.size());
    for (int i = 0; i < every.files.size(); i++) {
      List<Epoch> heardLater = new ArrayList<>();
      Model other = model(2);
      Ended actual = ended(other, train(other, heardLater, from(every.files.get(i))));
      assertThat(actual).as("from checkpoint %d", i).isEqualTo(expected);
      assertThat(heardLater).hasSize(heard.size() - (i + 1) / 7);
    }
  }

  @Test
  void isPutOffAndGoesOn() throws IOException {
    Model undisturbed = model(1);
    Ended expected = ended(undisturbed, train(undisturbed, new ArrayList<>(), Checkpoints.NONE));
    Model first = model(1);
    TrainingResult putOff =
        train(
            first,
            new ArrayList<>(),
            new Checkpoints() {
              @Override
              public Optional<TrainingState> latest() {
                return Optional.empty();
              }

              @Override
              public boolean due() {
                return false;
              }

              @Override
              public void keep(TrainingState state) {
                write(file, state);
              }

              @Override
              public boolean pausesAfter(int epoch) {
                return epoch == 2;
              }
            });
    assertThat(putOff.finished()).isFalse();
    assertThat(putOff.epochs()).hasSize(2);
    Model second = model(3);
    TrainingResult whole = train(second, new ArrayList<>(), from(file));
    assertThat(whole.finished()).isTrue();
    assertThat(ended(second, whole)).isEqualTo(expected);
  }

  private byte[] bytesOfAFile() throws IOException {
    EveryOne every = new EveryOne();
    train(model(1), new ArrayList<>(), every);
    return Files.readAllBytes(every.files.get(9));
  }

  @Test
  void refusesAnyFlippedBit() throws IOException {
    byte[] bytes = bytesOfAFile();
    RandomStream random = new RandomStream(SEED);
    for (int trial = 0; trial < 500; trial++) {
      int bit = random.nextInt(bytes.length * 8);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      assertThatThrownBy(() -> CheckpointFile.read(file, kernels, LABELS))
          .as("bit %d", bit)
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith(file.toString());
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    Files.write(file, bytes);
    assertThat(CheckpointFile.read(file, kernels, LABELS).epochs()).hasSize(1);
  }

  @Test
  void refusesAnyCutOffFile() throws IOException {
    byte[] bytes = bytesOfAFile();
    for (int length = 0; length < bytes.length; length += 1 + length / 50) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> CheckpointFile.read(file, kernels, LABELS))
          .as("cut to %d bytes", length)
          .isInstanceOf(InvalidDataException.class);
    }
  }

  @Test
  void refusesTheStateOfAnotherTraining() throws IOException {
    Files.write(file, bytesOfAFile());
    assertThatThrownBy(() -> CheckpointFile.read(file, kernels, Map.of("variant", "b")))
        .hasMessage(file + ": the state of another training: its variant is 'a', expected 'b'");
    Safetensors.write(file, Map.of(), kernels, Map.of());
    assertThatThrownBy(() -> CheckpointFile.read(file, kernels, LABELS))
        .hasMessage(
            file
                + ": not the state of a training: its format is absent, expected 'carousel training"
                + " state 1'");
  }

  @Test
  void refusesTheStateOfAnotherModel() throws IOException {
    Files.write(file, bytesOfAFile());
    Model wider =
        new SequenceArchitecture(
                new RecurrentStack(new Gated(4), 2, false, 0.3),
                OptionalInt.empty(),
                0.3,
                new PyTorchInitializer())
            .build(new Echo().signature(), kernels, new RandomStream(1));
    assertThatThrownBy(() -> train(wider, new ArrayList<>(), from(file)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("the checkpoint is of another model: 'weights.recurrent.0");
    Model shallower =
        new SequenceArchitecture(
                new RecurrentStack(new Gated(3), 1, false, 0.3),
                OptionalInt.empty(),
                0.3,
                new PyTorchInitializer())
            .build(new Echo().signature(), kernels, new RandomStream(1));
    assertThatThrownBy(() -> train(shallower, new ArrayList<>(), from(file)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(
            "the checkpoint is of another model or optimizer: only one of them has");
  }
}
