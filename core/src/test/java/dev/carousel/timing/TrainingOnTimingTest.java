package dev.carousel.timing;

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
import dev.carousel.timing.PeriodicFunction.Shape;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import dev.carousel.train.Training;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Short intervals are learnt by the simplest network, so the tasks ask what they show. */
class TrainingOnTimingTest {
  /** h' = tanh(W x + U h + b). */
  private record Plain(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
    }
  }

  static Stream<Task> tasks() {
    return Stream.of(
        new SpikeDelays(3, 1, 4, 6, 100, 20, 20),
        new TimedSpikes(3, 1, 4, 6, 100, 20, 20),
        new PeriodicFunction(Shape.COSINE, 6, 4, 6, 100));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void shortIntervalsAreLearnt(Task problem) {
    PreparedTask task = problem.prepare(new DataFolders(List.of()), 1);
    EjmlKernels kernels = new EjmlKernels();
    RandomStream random = new RandomStream(1);
    var model =
        new SequenceArchitecture(
                RecurrentStack.of(new Plain(12)), OptionalInt.empty(), 0, new PyTorchInitializer())
            .build(task.signature(), kernels, random);
    Training training =
        new Training(
            new Adam(0.01, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            40,
            10,
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            OptionalInt.empty());

    new EpochTrainer().train(model, task, training, kernels, random, epoch -> {});

    Map<String, Double> learnt =
        task.evaluate(Split.TEST, EpochTrainer.predictor(model, kernels), 20);
    Map<String, Double> mean = task.baselines().get(0).metrics().get(Split.TEST);
    assertThat(learnt.get("solved")).isEqualTo(1);
    assertThat(learnt.get("rmse")).isLessThan(mean.get("rmse") / 2);
    assertThat(mean.get("solved")).isZero();
  }
}
