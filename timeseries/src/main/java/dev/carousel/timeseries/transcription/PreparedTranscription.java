package dev.carousel.timeseries.transcription;

import dev.carousel.data.Batch;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Ctc;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.BatchOrder;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.SequenceBatches;
import dev.carousel.timeseries.audio.Utterances;
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
 * Transcription with the fixed utterances of each part in memory.
 *
 * @param task what is asked
 * @param sequences everything but training on what is drawn
 * @param utterances what is said
 * @param transcripts their labels
 * @param same whether every epoch trains on the same features
 */
record PreparedTranscription(
    Transcription task,
    PreparedSequences sequences,
    Utterances utterances,
    Transcripts transcripts,
    boolean same)
    implements PreparedTask {
  @Override
  public Signature signature() {
    return sequences.signature();
  }

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    if (same) {
      return sequences.trainingBatches(batchSize, random);
    }
    SpokenSequences epoch =
        new SpokenSequences(
            utterances.epoch(random),
            transcripts,
            task.frontEnd(),
            task.augmentation(),
            random.nextLong(),
            task.impossible() == Ctc.Impossible.REFUSE);
    return new SequenceBatches(epoch, BatchOrder.drawn(epoch, batchSize, random));
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
    return new TranscriptionExhibits(task, utterances.part(Split.TEST), transcripts).of(predictor);
  }
}
