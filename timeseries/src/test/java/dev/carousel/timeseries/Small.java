package dev.carousel.timeseries;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Functions;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Training;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Small models, trained for a while. */
public final class Small {
  private Small() {}

  /** h' = tanh(W x + U h + b). */
  public record Elman(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h))));
    }
  }

  /** One layer of so many units. */
  public static RecurrentStack stack(int units) {
    return RecurrentStack.of(new Elman(units));
  }

  /** A plain recurrent model of 8 units, trained with batches of 8. */
  public static Model trained(PreparedTask task, int epochs) {
    return trained(
        new SequenceArchitecture(stack(8), OptionalInt.empty(), 0, new PyTorchInitializer()),
        task,
        epochs);
  }

  /** A model, trained with batches of 8. */
  public static Model trained(Architecture architecture, PreparedTask task, int epochs) {
    EjmlKernels kernels = new EjmlKernels();
    RandomStream random = new RandomStream(1);
    Model model = architecture.build(task.signature(), kernels, random);
    Training training =
        new Training(
            new Adam(0.01, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            epochs,
            8,
            OptionalDouble.of(5),
            OptionalDouble.empty(),
            OptionalInt.empty());
    new EpochTrainer().train(model, task, training, kernels, random, epoch -> {});
    return model;
  }
}
