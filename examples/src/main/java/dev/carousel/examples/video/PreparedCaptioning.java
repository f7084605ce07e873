package dev.carousel.examples.video;

import dev.carousel.data.Batch;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Hypothesis;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Loss;
import dev.carousel.nlp.conditioned.Decoding;
import dev.carousel.nlp.conditioned.TargetTexts;
import dev.carousel.nlp.conditioned.TokenNats;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.BatchOrder;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.SelectedSequences;
import dev.carousel.sequence.SequenceBatches;
import dev.carousel.train.Assets;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Captioning with the clips in memory.
 *
 * @param sequences what does not take decoding, of seen combinations
 * @param texts how captions are encoded
 * @param seen the clips of seen combinations of each part
 * @param unseen those of unseen combinations, of the parts that have some
 * @param search how captions of the test part are looked for
 */
record PreparedCaptioning(
    PreparedSequences sequences,
    TargetTexts texts,
    Map<Split, ClipGroup> seen,
    Map<Split, ClipGroup> unseen,
    BeamSearch search)
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
    Map<String, Double> figures = new LinkedHashMap<>();
    metrics().forEach(metric -> figures.put(metric.name(), Double.NaN));
    figures.putAll(evaluate(seen.get(split), split, predictor, batchSize));
    if (unseen.containsKey(split)) {
      evaluate(unseen.get(split), split, predictor, batchSize)
          .forEach((name, figure) -> figures.put(name + CaptionScore.UNSEEN, figure));
    }
    return figures;
  }

  private Map<String, Double> evaluate(
      ClipGroup group, Split split, Predictor predictor, int batchSize) {
    TokenNats score = new TokenNats(signature().outputs());
    for (Batch batch : batches(group, batchSize)) {
      score.add(batch, predictor.predict(batch));
    }
    double nats = score.metrics().get(TokenNats.NATS);
    Map<String, Double> figures = new LinkedHashMap<>(Map.of(TokenNats.NATS, nats));
    if (!Double.isNaN(nats)) {
      // Where training has diverged there is no likeliest word to be found.
      Decoding decoding = new Decoding(texts, search, batchSize);
      Hypothesis[] found =
          (split == Split.TEST ? decoding : decoding.greedy())
              .decode(
                  SelectedSequences.first(group.clips(), captioned(group, split)),
                  predictor::decoding);
      figures.putAll(
          CaptionScore.compared(
              Arrays.stream(found).map(one -> texts.decode(one.tokens())).toList(),
              group.captions()));
    }
    return figures;
  }

  /** How many clips are captioned: of the training part as many as are validated. */
  private int captioned(ClipGroup group, Split split) {
    int all = group.clips().count();
    return split == Split.TRAIN ? Math.min(all, seen.get(Split.VALID).clips().count()) : all;
  }

  private static Iterable<Batch> batches(ClipGroup group, int batchSize) {
    return new SequenceBatches(group.pairs(), BatchOrder.settled(group.pairs(), batchSize));
  }

  /** Only captions can be compared, so there are no {@code nats}. */
  @Override
  public List<Baseline> baselines() {
    String commonest = commonest();
    Map<Split, Map<String, Double>> figures = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      Map<String, Double> one = new LinkedHashMap<>(compared(seen.get(split), split, commonest));
      if (unseen.containsKey(split)) {
        compared(unseen.get(split), split, commonest)
            .forEach((name, figure) -> one.put(name + CaptionScore.UNSEEN, figure));
      }
      figures.put(split, one);
    }
    return List.of(new Baseline("majority", figures));
  }

  private Map<String, Double> compared(ClipGroup group, Split split, String caption) {
    return CaptionScore.compared(
        Collections.nCopies(captioned(group, split), caption), group.captions());
  }

  private String commonest() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    seen.get(Split.TRAIN).captions().stream()
        .flatMap(List::stream)
        .forEach(caption -> counts.merge(caption, 1, Integer::sum));
    int most = Collections.max(counts.values());
    return counts.keySet().stream()
        .filter(caption -> counts.get(caption) == most)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public List<Batch> batches(Split split, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    batches(seen.get(split), batchSize).forEach(batches::add);
    if (unseen.containsKey(split)) {
      batches(unseen.get(split), batchSize).forEach(batches::add);
    }
    return batches;
  }

  @Override
  public List<Path> files() {
    return sequences.files();
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    ClipExhibits shown = new ClipExhibits(new Decoding(texts, search, batchSize), predictor);
    List<Exhibit> exhibits = new ArrayList<>(shown.of(seen.get(Split.TEST), "Test clip"));
    if (unseen.containsKey(Split.TEST)) {
      exhibits.addAll(shown.of(unseen.get(Split.TEST), "Unseen combination, test clip"));
    }
    return exhibits;
  }

  @Override
  public Assets assets() {
    return sequences.assets();
  }

  @Override
  public List<String> labels(Batch sequence) {
    return sequences.labels(sequence);
  }
}
