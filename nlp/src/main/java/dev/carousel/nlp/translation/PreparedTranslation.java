package dev.carousel.nlp.translation;

import dev.carousel.data.Batch;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Hypothesis;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.loss.Loss;
import dev.carousel.nlp.conditioned.Decoding;
import dev.carousel.nlp.conditioned.Pairs;
import dev.carousel.nlp.conditioned.TokenNats;
import dev.carousel.nlp.metric.Bleu;
import dev.carousel.nlp.metric.ChrF;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.parallel.ParallelText;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.SelectedSequences;
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
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Translation with the texts encoded.
 *
 * @param sequences everything that does not take decoding
 * @param languages how texts are encoded
 * @param pairs the encoded pairs of each part, in the order of the corpus
 * @param corpus the texts of each part
 * @param search how translations of the test part are looked for
 */
record PreparedTranslation(
    PreparedSequences sequences,
    Languages languages,
    Map<Split, Pairs> pairs,
    Corpus<ParallelText> corpus,
    BeamSearch search)
    implements PreparedTask {
  static final String BLEU = "bleu";
  static final String CHRF = "chrF";

  private static final int SHOWN = 8;

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
    Map<String, Double> figures =
        new LinkedHashMap<>(sequences.evaluate(split, predictor, batchSize));
    if (figures.get(TokenNats.NATS).isNaN()) {
      // Training has diverged: there is no likeliest token to be found.
      figures.put(BLEU, Double.NaN);
      figures.put(CHRF, Double.NaN);
      return figures;
    }
    figures.putAll(compared(split, translations(split, translated(split), predictor, batchSize)));
    return figures;
  }

  /** What a model makes of the first sources of a part. */
  private List<String> translations(Split split, int count, Predictor predictor, int batchSize) {
    Decoding decoding = new Decoding(languages.texts(), search, batchSize);
    Hypothesis[] found =
        (split == Split.TEST ? decoding : decoding.greedy())
            .decode(
                SelectedSequences.first(pairs.get(split).sources(), count), predictor::decoding);
    return Arrays.stream(found).map(one -> languages.texts().decode(one.tokens())).toList();
  }

  /** How many pairs of a part are translated: of the training part as many as are validated. */
  private int translated(Split split) {
    int all = corpus.part(split).size();
    return split == Split.TRAIN ? Math.min(all, corpus.part(Split.VALID).size()) : all;
  }

  private Map<String, Double> compared(Split split, List<String> translations) {
    List<List<String>> references =
        corpus.part(split).stream()
            .limit(translations.size())
            .map(pair -> List.of(pair.target()))
            .toList();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(BLEU, Bleu.DEFAULT.score(translations, references).bleu());
    figures.put(CHRF, ChrF.score(translations, references));
    return figures;
  }

  /** Only texts can be compared, so there is no {@code nats}. */
  @Override
  public List<Baseline> baselines() {
    Map<Split, Map<String, Double>> figures = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      figures.put(
          split,
          compared(
              split,
              corpus.part(split).stream()
                  .limit(translated(split))
                  .map(ParallelText::source)
                  .toList()));
    }
    return List.of(new Baseline("copy", figures));
  }

  @Override
  public List<Batch> batches(Split split, int batchSize) {
    return sequences.batches(split, batchSize);
  }

  @Override
  public List<Path> files() {
    return sequences.files();
  }

  @Override
  public List<String> labels(Batch sequence) {
    return sequences.labels(sequence);
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    List<ParallelText> test = corpus.part(Split.TEST);
    List<String> found =
        translations(Split.TEST, Math.min(SHOWN, test.size()), predictor, batchSize);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      rows.add(List.of(test.get(i).source(), found.get(i), test.get(i).target()));
    }
    return List.of(
        new Quotations(
            "Translations",
            "The first texts of the test part.",
            List.of(
                new Quotations.Column("text", Provenance.DATA),
                new Quotations.Column("translation", Provenance.MODEL),
                new Quotations.Column("reference", Provenance.DATA)),
            rows));
  }

  @Override
  public Assets assets() {
    return sequences.assets();
  }
}
