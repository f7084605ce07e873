package dev.carousel.experiment.toy;

import dev.carousel.cell.Cell;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.layer.KerasInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.optim.Sgd;
import dev.carousel.optim.StepSchedule;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random values of every type that JSON can hold. */
public final class ToyValues {
  private final Random random;

  /** Values that a seed decides. */
  public ToyValues(long seed) {
    this.random = new Random(seed);
  }

  private int units() {
    return 1 + random.nextInt(5);
  }

  private double real() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5);
      case 1 -> random.nextGaussian();
      case 2 -> Double.longBitsToDouble(random.nextLong() & 0x7FEFFFFFFFFFFFFFL);
      default -> -random.nextDouble() * 1e-300;
    };
  }

  private Scale scale() {
    return switch (random.nextInt(3)) {
      case 0 -> new Scale.Standard();
      case 1 -> new Scale.Range(-1 - random.nextDouble(), random.nextDouble());
      default -> new Scale.Clipped(real(), scale());
    };
  }

  /** Any cell. */
  public Cell cell() {
    return switch (random.nextInt(3)) {
      case 0 -> new ToyCells.Rnn(units(), pick(ToyCells.Activation.values()));
      case 1 -> new ToyCells.Lstm(units(), real());
      default -> new ToyCells.Gru(units(), pick(ToyCells.Reset.values()));
    };
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Any task. */
  public Task task() {
    List<Integer> lags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      lags.add(random.nextInt());
    }
    return new ToyTask(
        units(),
        real(),
        random.nextLong(),
        random.nextBoolean(),
        pick(ToyTask.Fault.values()),
        scale(),
        lags,
        random.nextBoolean() ? Optional.empty() : Optional.of("a \"file\" \u00e9\n"),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
        new ToyTask.Halves(units(), random.nextInt()));
  }

  /** Any model. */
  public Architecture model() {
    return new SequenceArchitecture(
        new RecurrentStack(cell(), units(), random.nextBoolean(), random.nextDouble()),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(units()),
        random.nextDouble(),
        random.nextBoolean() ? new KerasInitializer() : new UniformInitializer(0.25));
  }

  /** Any training. */
  public Training training() {
    return new Training(
        random.nextBoolean() ? new Adam(0.01, 0.9, 0.999, 1e-7) : new Sgd(0.5, 0.25),
        random.nextBoolean() ? new ConstantSchedule() : new StepSchedule(units(), 0.5),
        units(),
        units(),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(1.5),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(2),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(units()));
  }

  /** Any experiment, every part in full, with variants that replace, change and keep parts. */
  public ObjectNode experiment() {
    JsonBinding binding = new JsonBinding(ToyModule.NAMES);
    ObjectNode experiment = JsonNodeFactory.instance.objectNode();
    if (random.nextBoolean()) {
      experiment.put("name", "random").put("seed", random.nextLong());
    }
    experiment.set("task", binding.write(task(), Task.class));
    experiment.set("model", binding.write(model(), Architecture.class));
    if (random.nextBoolean()) {
      experiment.set("training", binding.write(training(), Training.class));
    }
    if (random.nextBoolean()) {
      var variants = experiment.putObject("compare").putArray("variants");
      for (int i = random.nextInt(4); i > 0; i--) {
        ObjectNode variant = variants.addObject().put("name", "v" + i);
        ObjectNode set = variant.putObject("set");
        if (random.nextBoolean()) {
          set.set("model.recurrent.cell", binding.write(cell(), Cell.class));
        }
        if (random.nextBoolean()) {
          set.put("training.optimizer.learningRate", 0.125);
        }
        if (random.nextBoolean()) {
          set.set("task", binding.write(task(), Task.class));
        }
        if (random.nextBoolean()) {
          set.put("task.scale", "standard");
        }
      }
    }
    return experiment;
  }
}
