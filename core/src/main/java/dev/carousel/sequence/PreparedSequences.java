package dev.carousel.sequence;

import dev.carousel.data.Batch;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Assets;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A task with its sequences in memory. Training takes them in an order that is drawn every epoch,
 * evaluations take them in their own. Where {@linkplain Sequences#length lengths} differ, batches
 * are of sequences of similar length: in training they are drawn so, in evaluations sequences go
 * from the shortest to the longest, unless a batch is of one sequence. So scores must not depend on
 * the order, and one that has to know which sequence it sees tells so by what is in the batch.
 *
 * @param signature what models get and give
 * @param loss what training makes small
 * @param metrics what {@code scores} give, the deciding one first
 * @param data the sequences of each part
 * @param drawn what training gets instead of its part; empty if it gets that
 * @param scores a new score for every evaluation
 * @param simple simple methods, measured for comparison
 * @param files the files that were read
 * @param assets what trained models cannot be asked without
 * @param showing what is shown of trained models
 */
public record PreparedSequences(
    Signature signature,
    Loss loss,
    List<Metric> metrics,
    Map<Split, Sequences> data,
    Optional<Drawn> drawn,
    Supplier<Score> scores,
    List<Simple> simple,
    List<Path> files,
    Assets assets,
    Showing showing)
    implements PreparedTask {
  private static final int BASELINE_BATCH = 256;

  /**
   * A simple method.
   *
   * @param name what it is called in reports
   * @param method what it answers
   */
  public record Simple(String name, Predictor method) {}

  /** Sequences for training, other ones every epoch. Immutable. */
  @FunctionalInterface
  public interface Drawn {
    /**
     * Draws those of an epoch.
     *
     * @param random decides; advances
     * @return the sequences, equal for equal states of the stream
     */
    Sequences epoch(RandomStream random);
  }

  /** What is shown of trained models. */
  @FunctionalInterface
  public interface Showing {
    /** Nothing. */
    Showing NOTHING = (predictor, batchSize) -> List.of();

    /**
     * Makes exhibits, as of {@link PreparedTask#exhibits}.
     *
     * @param predictor the model with its best weights
     * @param batchSize the number of sequences a batch
     * @return the exhibits, each of another title
     */
    List<Exhibit> of(Predictor predictor, int batchSize);
  }

  /** Copies the lists and the map. */
  public PreparedSequences {
    metrics = List.copyOf(metrics);
    data = Map.copyOf(data);
    simple = List.copyOf(simple);
    files = List.copyOf(files);
  }

  /**
   * A task whose training gets the same sequences every epoch, and whose models are not shown.
   *
   * @param signature what models get and give
   * @param loss what training makes small
   * @param metrics what {@code scores} give, the deciding one first
   * @param data the sequences of each part
   * @param scores a new score for every evaluation
   * @param simple simple methods, measured for comparison
   * @param files the files that were read
   * @param assets what trained models cannot be asked without
   */
  public PreparedSequences(
      Signature signature,
      Loss loss,
      List<Metric> metrics,
      Map<Split, Sequences> data,
      Supplier<Score> scores,
      List<Simple> simple,
      List<Path> files,
      Assets assets) {
    this(
        signature,
        loss,
        metrics,
        data,
        Optional.empty(),
        scores,
        simple,
        files,
        assets,
        Showing.NOTHING);
  }

  /**
   * A task whose training gets the same sequences every epoch, and whose models are neither asked
   * once they are trained nor shown.
   *
   * @param signature what models get and give
   * @param loss what training makes small
   * @param metrics what {@code scores} give, the deciding one first
   * @param data the sequences of each part
   * @param scores a new score for every evaluation
   * @param simple simple methods, measured for comparison
   * @param files the files that were read
   */
  public PreparedSequences(
      Signature signature,
      Loss loss,
      List<Metric> metrics,
      Map<Split, Sequences> data,
      Supplier<Score> scores,
      List<Simple> simple,
      List<Path> files) {
    this(signature, loss, metrics, data, scores, simple, files, Assets.NONE);
  }

  /**
   * The same, but for what training gets.
   *
   * @param other draws it; empty for the training part
   * @return another such task
   */
  public PreparedSequences drawing(Optional<Drawn> other) {
    return new PreparedSequences(
        signature, loss, metrics, data, other, scores, simple, files, assets, showing);
  }

  /**
   * The same, but for what is shown of its models.
   *
   * @param other what is shown
   * @return another such task
   */
  public PreparedSequences showing(Showing other) {
    return new PreparedSequences(
        signature, loss, metrics, data, drawn, scores, simple, files, assets, other);
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    return showing.of(predictor, batchSize);
  }

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    Sequences sequences = drawn.map(some -> some.epoch(random)).orElse(data.get(Split.TRAIN));
    return new SequenceBatches(sequences, BatchOrder.drawn(sequences, batchSize, random));
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    Sequences sequences = data.get(split);
    Score score = scores.get();
    for (Batch batch : new SequenceBatches(sequences, BatchOrder.settled(sequences, batchSize))) {
      score.add(batch, predictor.predict(batch));
    }
    return score.metrics();
  }

  @Override
  public List<Baseline> baselines() {
    List<Baseline> baselines = new ArrayList<>();
    for (Simple one : simple) {
      Map<Split, Map<String, Double>> figures = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        figures.put(split, evaluate(split, one.method(), BASELINE_BATCH));
      }
      baselines.add(new Baseline(one.name(), figures));
    }
    return List.copyOf(baselines);
  }

  @Override
  public List<String> labels(Batch sequence) {
    return data.get(Split.TRAIN).labels(sequence);
  }
}
