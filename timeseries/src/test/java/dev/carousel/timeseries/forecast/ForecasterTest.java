package dev.carousel.timeseries.forecast;

import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.split.Chronological;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ForecasterTest {
  private static final Kernels KERNELS = new EjmlKernels();

  /** h' = tanh(W x + U h + b). */
  private record Plain(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
    }
  }

  private static Forecaster forecaster(int units) {
    return new Forecaster(RecurrentStack.of(new Plain(units)), 0, new PyTorchInitializer());
  }

  @Test
  void isSizedByTheTask() {
    Signature signature = new Signature(new Signature.Features(3), 12, false);
    Model model = forecaster(5).build(signature, KERNELS, new RandomStream(1));
    long size = model.parameters().stream().mapToLong(p -> p.value().shape().elements()).sum();
    // W, U and b of the layer, W and b of the readout.
    assertThat(size).isEqualTo(5 * 3 + 5 * 5 + 5 + 12 * 5 + 12);
    assertThat(forecaster(5).cell()).isEqualTo(new Plain(5));
  }

  @Test
  void refusesOtherTasks() {
    String message =
        "a forecaster reads real features and answers once a sequence, which is not what this task"
            + " asks for; use a \"sequence-model\"";
    Signature tokens = new Signature(new Signature.Tokens(3), 1, false);
    Signature perStep = new Signature(new Signature.Features(3), 1, true);
    for (Signature signature : List.of(tokens, perStep)) {
      assertThatThrownBy(() -> forecaster(5).build(signature, KERNELS, new RandomStream(1)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(message);
    }
    assertThatThrownBy(
            () -> new Forecaster(RecurrentStack.of(new Plain(5)), 1, new PyTorchInitializer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout must be at least 0 and below 1, got 1.0");
  }

  /**
   * Two years of airline passengers that were never seen, a year ahead: better than the same months
   * of the year before.
   */
  @Test
  void beatsTheSeasonalNaiveForecastOnAirline() {
    CsvSource source = CsvSource.of("airline-passengers.csv", List.of("passengers"), List.of());
    PreparedTask task =
        new Forecast(
                source,
                MissingValues.REFUSE,
                24,
                12,
                1,
                new Chronological(24, 24),
                new LogStandard(Per.SERIES),
                Center.MEAN,
                12,
                new MeanSquaredError())
            .prepare(new DataFolders(List.of(examples())), 1);
    Model model = forecaster(16).build(task.signature(), KERNELS, new RandomStream(1));
    Training training =
        new Training(
            new Adam(0.005, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            60,
            16,
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            OptionalInt.empty());
    new EpochTrainer().train(model, task, training, KERNELS, new RandomStream(2), epoch -> {});
    double mase = task.evaluate(Split.TEST, EpochTrainer.predictor(model, KERNELS), 16).get("mase");
    double naive = task.baselines().get(1).metrics().get(Split.TEST).get("mase");
    assertThat(mase).isLessThan(naive);
    // An independent implementation reached 0.61 to 0.63 with 32 units over three seeds; twice that
    // still tells a model that
    // has learned the trend and the season from one that has not (3 and more without centring).
    assertThat(mase).isLessThan(1.25);
  }

  private static Path examples() {
    Path at = Path.of("").toAbsolutePath();
    while (!at.resolve("examples").resolve("data").toFile().isDirectory()) {
      at = at.getParent();
    }
    return at.resolve("examples").resolve("data");
  }
}
