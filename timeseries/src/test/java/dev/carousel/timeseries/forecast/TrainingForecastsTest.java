package dev.carousel.timeseries.forecast;

import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.distribution.Distribution;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.distribution.Likelihood;
import dev.carousel.timeseries.distribution.NegativeBinomial;
import dev.carousel.timeseries.distribution.Quantiles;
import dev.carousel.timeseries.distribution.StudentT;
import dev.carousel.timeseries.model.AutoregressiveForecaster;
import dev.carousel.timeseries.model.DecodingForecaster;
import dev.carousel.timeseries.model.Forecaster;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Series;
import dev.carousel.train.Architecture;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import dev.carousel.train.Training;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every likelihood with every model, trained for a few seconds. */
class TrainingForecastsTest {
  private static final EjmlKernels KERNELS = new EjmlKernels();

  /** h' = tanh(W x + U h + b). */
  private record Plain(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
    }
  }

  private static List<Architecture> architectures() {
    RecurrentStack stack = RecurrentStack.of(new Plain(12));
    return List.of(
        new Forecaster(stack, 0, new PyTorchInitializer()),
        new DecodingForecaster(stack, 0, new PyTorchInitializer()),
        new AutoregressiveForecaster(stack, 0, new PyTorchInitializer()));
  }

  static Stream<Arguments> pairs() {
    List<Likelihood> likelihoods =
        List.of(
            new Gaussian(),
            new StudentT(),
            new NegativeBinomial(),
            new Quantiles(List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)));
    return architectures().stream()
        .flatMap(
            architecture ->
                likelihoods.stream().map(likelihood -> Arguments.of(architecture, likelihood)));
  }

  /** Counts are divided in each window, other values scaled. */
  private static ForecastSettings settings(Likelihood likelihood, Series... series) {
    ForecastSettings settings = ForecastSettings.of(series).loss(likelihood).paths(100);
    return likelihood instanceof NegativeBinomial
        ? settings.windowScale(WindowScale.MEAN_ABSOLUTE)
        : settings.scale(new Standard(Per.SERIES));
  }

  private static Map<String, Double> trained(
      PreparedTask task, Architecture architecture, int epochs) {
    RandomStream random = new RandomStream(1);
    Model model = architecture.build(task.signature(), KERNELS, random);
    Training training =
        new Training(
            new Adam(0.01, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            epochs,
            32,
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            OptionalInt.empty());
    new EpochTrainer().train(model, task, training, KERNELS, random, epoch -> {});
    return task.evaluate(Split.TEST, EpochTrainer.predictor(model, KERNELS), 64);
  }

  /** A season of 8 steps around 20, by counts of mean 20 + 12 sin, or with normal noise. */
  private static double[] seasonal(Likelihood likelihood, int steps) {
    RandomStream random = new RandomStream(4);
    double[] values = new double[steps];
    for (int t = 0; t < steps; t++) {
      double mean = 20 + 12 * Math.sin(2 * Math.PI * t / 8);
      values[t] =
          likelihood instanceof NegativeBinomial
              ? counts(mean).sample(random)
              : mean + 3 * random.nextGaussian();
    }
    return values;
  }

  /** Negative binomial counts with a dispersion α of 0.05. */
  private static Distribution counts(double mean) {
    // As raw numbers for a scale of 1: softplus⁻¹ of both.
    float[] raw = {(float) Math.log(Math.expm1(mean)), (float) Math.log(Math.expm1(0.05))};
    return new NegativeBinomial().distribution(raw, 0, 1);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void seasonIsLearntAndIntervalsAreRight(Architecture architecture, Likelihood likelihood) {
    Series series = InMemory.series(seasonal(likelihood, 600));
    PreparedTask task =
        settings(likelihood, series).window(16).horizon(4).split(80, 200).season(8).prepare();

    Map<String, Double> figures = trained(task, architecture, 12);

    assertThat(figures.values()).allMatch(Double::isFinite);
    Map<String, Double> naive = task.baselines().get(0).metrics().get(Split.TEST);
    assertThat(figures.get("meanWQuantileLoss")).isLessThan(0.7 * naive.get("meanWQuantileLoss"));
    assertThat(figures.get("mase")).isLessThan(0.7 * naive.get("mase"));
    assertThat(figures.get("crps")).isLessThan(0.7 * naive.get("crps"));
    // Of 200 different values: four standard errors are 0.11. A median more for what is learned
    // from 300 values only, and for counts, whose intervals hold more than they should.
    assertThat(figures.get("coverage80")).isBetween(0.66, 0.94);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void constantTinyAndHugeSeriesLeaveNumbers(Architecture architecture, Likelihood likelihood) {
    boolean counts = likelihood instanceof NegativeBinomial;
    double[] values = seasonal(likelihood, 60);
    double[] constant = new double[60];
    Arrays.fill(constant, 7);
    Series flat = InMemory.series("flat", InMemory.series(constant).columns(), Map.of());
    for (double unit : counts ? new double[] {1, 0x1p50} : new double[] {1e-30, 1, 1e30}) {
      Series series = InMemory.series(Arrays.stream(values).map(y -> y * unit).toArray());
      PreparedTask task =
          settings(likelihood, series, flat).window(4).horizon(2).split(8, 8).prepare();
      assertThat(trained(task, architecture, 2).values())
          .as("at values of %s", unit)
          .allMatch(Double::isFinite);
    }
  }

  /** z(t) = φ z(t-1) + ε: the best forecast is known, and a model comes near what it reaches. */
  @Test
  void pathsOfATrainedModelAreThoseOfItsSeries() {
    double phi = 0.9;
    RandomStream random = new RandomStream(6);
    double[] values = new double[1500];
    for (int t = 1; t < values.length; t++) {
      values[t] = phi * values[t - 1] + random.nextGaussian();
    }
    PreparedTask task =
        ForecastSettings.of(InMemory.series(values))
            .loss(new Gaussian())
            .window(6)
            .horizon(4)
            .split(200, 400)
            .paths(200)
            .prepare();
    Map<String, Double> figures = trained(task, architectures().get(2), 12);
    Map<String, Double> best = task.evaluate(Split.TEST, new FirstOrder(phi, 1, true), 64);

    // What 900 values leave open, and 200 paths: a few percent each.
    assertThat(figures.get("meanWQuantileLoss")).isLessThan(1.08 * best.get("meanWQuantileLoss"));
    assertThat(figures.get("rmse")).isLessThan(1.08 * best.get("rmse"));
    assertThat(figures.get("crps")).isLessThan(1.08 * best.get("crps"));
    assertThat(Math.abs(figures.get("coverage80") - best.get("coverage80"))).isLessThan(0.08);
    assertThat(best.get("coverage80")).isBetween(0.7, 0.9);
  }
}
