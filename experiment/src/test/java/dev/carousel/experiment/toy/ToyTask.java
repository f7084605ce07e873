package dev.carousel.experiment.toy;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Provenance;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The mean of a few random numbers: trained in milliseconds. Has a component of every type that
 * JSON can hold.
 */
public record ToyTask(
    int window,
    double noise,
    long salt,
    boolean shuffle,
    Fault fault,
    Scale scale,
    List<Integer> lags,
    Optional<String> file,
    OptionalInt season,
    Halves split)
    implements Task {
  /** What goes wrong on purpose. */
  public enum Fault {
    NONE,
    NAN_TARGETS,
    NAN_METRIC
  }

  /** A plain nested record. */
  public record Halves(int train, Integer test) {
    public Halves {
      if (train < 1) {
        throw new IllegalArgumentException("train must be at least 1, got " + train);
      }
    }
  }

  /** The defaults; split.test has none. */
  public static final ToyTask PROTOTYPE =
      new ToyTask(
          3,
          0.5,
          0,
          true,
          Fault.NONE,
          new Scale.Standard(),
          List.of(1, 2),
          Optional.empty(),
          OptionalInt.of(12),
          new Halves(8, null));

  public ToyTask {
    lags = List.copyOf(lags);
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1, got " + window);
    }
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    if (window > 100) {
      throw new InvalidDataException("a window of " + window + " is longer than the 100 numbers");
    }
    List<Path> files = file.map(folders::find).map(List::of).orElse(List.of());
    return new Prepared(this, batch(seed, split.train()), batch(seed + 1, split.test()), files);
  }

  /** Whether it is shuffled is none of its measure. */
  @Override
  public ToyTask measure() {
    return new ToyTask(window, noise, salt, true, fault, scale, lags, file, season, split);
  }

  private Batch batch(long seed, int rows) {
    RandomStream random = new RandomStream(seed + salt);
    float[] values = new float[window * rows];
    float[] means = new float[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
      means[i % rows] += values[i] / window;
    }
    if (fault == Fault.NAN_TARGETS) {
      Arrays.fill(means, Float.NaN);
    }
    int[] lengths = new int[rows];
    Arrays.fill(lengths, window);
    return new Batch(
        window,
        rows,
        lengths,
        new Inputs.Features(1, values),
        new Targets.Values(1, means, null),
        false);
  }

  private record Prepared(ToyTask task, Batch train, Batch test, List<Path> files)
      implements PreparedTask {
    @Override
    public Signature signature() {
      return new Signature(new Signature.Features(1), 1, false);
    }

    @Override
    public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
      return List.of(train);
    }

    @Override
    public Loss loss() {
      return new MeanSquaredError();
    }

    @Override
    public List<Metric> metrics() {
      return List.of(new Metric("mse", true), new Metric("odd <name>", true));
    }

    @Override
    public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
      Batch batch = split == Split.TRAIN ? train : test;
      float[] outputs = predictor.predict(batch);
      float[] wanted = ((Targets.Values) batch.targets()).values();
      double sum = 0;
      for (int i = 0; i < outputs.length; i++) {
        sum += Math.pow(outputs[i] - wanted[i], 2);
      }
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("mse", sum / outputs.length);
      metrics.put("odd <name>", task.fault == Fault.NAN_METRIC ? Double.NaN : 1.0);
      return metrics;
    }

    @Override
    public List<Baseline> baselines() {
      return List.of(new Baseline("half", Map.of(Split.TEST, Map.of("mse", 0.25))));
    }

    @Override
    public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
      float[] told = predictor.predict(test);
      double[] x = new double[told.length];
      double[] y = new double[told.length];
      double[] wanted = new double[told.length];
      for (int i = 0; i < told.length; i++) {
        x[i] = i;
        y[i] = told[i];
        wanted[i] = ((Targets.Values) test.targets()).values()[i];
      }
      return List.of(
          new Chart(
              "Means",
              "The mean of each sequence of the test part.",
              new Axis.Numbers("sequence"),
              new Axis.Numbers("mean"),
              List.of(
                  new Line("actual", Provenance.DATA, x, wanted),
                  new Line("told", Provenance.MODEL, x, y)),
              List.of(),
              List.of()));
    }
  }
}
