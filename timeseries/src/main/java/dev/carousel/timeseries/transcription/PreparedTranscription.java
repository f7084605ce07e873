package dev.carousel.timeseries.transcription;

import dev.carousel.data.Batch;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.train.Assets;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Transcription, which is shown.
 *
 * @param sequences everything else
 * @param shown what models are shown by
 */
record PreparedTranscription(PreparedSequences sequences, TranscriptionExhibits shown)
    implements PreparedTask {
  @Override
  public Signature signature() {
    return sequences.signature();
  }

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    return sequences.trainingBatches(batchSize, random);
  }

  @Override
  public Loss loss() {
    return sequences.loss();
  }

  @Override
  public List<Metric> metrics() {
    return sequences.metrics();
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    return sequences.evaluate(split, predictor, batchSize);
  }

  @Override
  public List<Baseline> baselines() {
    return sequences.baselines();
  }

  @Override
  public List<Path> files() {
    return sequences.files();
  }

  @Override
  public List<Batch> batches(Split split, int batchSize) {
    return sequences.batches(split, batchSize);
  }

  @Override
  public Assets assets() {
    return sequences.assets();
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    return shown.of(predictor);
  }
}
