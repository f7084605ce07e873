package dev.carousel.memory;

import dev.carousel.data.Batch;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A memory task with its sequences made.
 *
 * @param signature what models get and give
 * @param loss what training makes small
 * @param metrics what {@code scores} give, the deciding one first
 * @param data the sequences of each part
 * @param scores a new score for every evaluation
 * @param baselineName the name of the simple method
 * @param simple the simple method itself
 */
record PreparedMemoryTask(
    Signature signature,
    Loss loss,
    List<Metric> metrics,
    Map<Split, Sequences> data,
    Supplier<Score> scores,
    String baselineName,
    Predictor simple)
    implements PreparedTask {
  private static final int BASELINE_BATCH = 256;

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    Sequences sequences = data.get(Split.TRAIN);
    int[] order = inOrder(sequences);
    random.shuffle(order);
    return new SequenceBatches(sequences, order, batchSize);
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    Sequences sequences = data.get(split);
    Score score = scores.get();
    for (Batch batch : new SequenceBatches(sequences, inOrder(sequences), batchSize)) {
      score.add(batch, predictor.predict(batch));
    }
    return score.metrics();
  }

  @Override
  public List<Baseline> baselines() {
    Map<Split, Map<String, Double>> figures = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      figures.put(split, evaluate(split, simple, BASELINE_BATCH));
    }
    return List.of(new Baseline(baselineName, figures));
  }

  @Override
  public List<Path> files() {
    return List.of();
  }

  private static int[] inOrder(Sequences sequences) {
    return IntStream.range(0, sequences.count()).toArray();
  }
}
