package dev.carousel.nlp.summary;

import dev.carousel.data.Batch;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.loss.BinaryCrossEntropy;
import dev.carousel.loss.Loss;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.document.Document;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.BatchOrder;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Summaries with the documents encoded.
 *
 * @param signature what models get and give
 * @param corpus the documents of each part
 * @param encoded the same, encoded
 * @param sentences how many sentences make a summary
 * @param files the files that were read
 * @param assets what trained models cannot be asked without
 */
record PreparedSummaries(
    Signature signature,
    Corpus<Document> corpus,
    Map<Split, EncodedDocuments> encoded,
    int sentences,
    List<Path> files,
    Assets assets)
    implements PreparedTask {
  private static final int SHOWN = 4;

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    EncodedDocuments training = encoded.get(Split.TRAIN);
    return new SequenceBatches(training, BatchOrder.drawn(training, batchSize, random));
  }

  @Override
  public Loss loss() {
    return new BinaryCrossEntropy();
  }

  @Override
  public List<Metric> metrics() {
    return RougeMean.all();
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    EncodedDocuments documents = encoded.get(split);
    RougeMean mean = new RougeMean();
    for (int[] which : BatchOrder.settled(documents, batchSize)) {
      List<String> summaries = summaries(split, which, predictor);
      for (int b = 0; b < which.length; b++) {
        mean.add(summaries.get(b), corpus.part(split).get(which[b]).references());
      }
    }
    return mean.metrics();
  }

  /** What a model chooses of some documents of a part. */
  private List<String> summaries(Split split, int[] which, Predictor predictor) {
    float[] logits = predictor.predict(encoded.get(split).batch(which));
    List<String> summaries = new ArrayList<>();
    for (int b = 0; b < which.length; b++) {
      List<String> all = corpus.part(split).get(which[b]).sentences();
      int row = b;
      int[] chosen = Extract.greatest(all.size(), t -> logits[t * which.length + row], sentences);
      summaries.add(Extract.text(all, chosen));
    }
    return summaries;
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    List<Document> test = corpus.part(Split.TEST);
    int[] which = IntStream.range(0, Math.min(SHOWN, test.size())).toArray();
    List<String> summaries = summaries(Split.TEST, which, predictor);
    List<List<String>> rows = new ArrayList<>();
    for (int n : which) {
      rows.add(
          List.of(
              String.join(" ", test.get(n).sentences()),
              summaries.get(n),
              test.get(n).references().get(0)));
    }
    return List.of(
        new Quotations(
            "Summaries",
            "The first documents of the test part, each with the first of its references.",
            List.of(
                new Quotations.Column("document", Provenance.DATA),
                new Quotations.Column("summary", Provenance.MODEL),
                new Quotations.Column("reference", Provenance.DATA)),
            rows));
  }

  @Override
  public List<Baseline> baselines() {
    List<Baseline> baselines = new ArrayList<>();
    baselines.add(baseline("first", one -> greatest(one, n -> -n)));
    baselines.add(baseline("last", one -> greatest(one, n -> n)));
    baselines.add(
        baseline("longest", one -> greatest(one, n -> Extract.words(one.sentences().get(n)))));
    baselines.add(baseline("oracle", one -> Extract.oracle(one, sentences)));
    return baselines;
  }

  private int[] greatest(Document document, Function<Integer, Integer> value) {
    return Extract.greatest(document.sentences().size(), n -> value.apply(n), sentences);
  }

  private Baseline baseline(String name, Function<Document, int[]> method) {
    Map<Split, Map<String, Double>> figures = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      RougeMean mean = new RougeMean();
      for (Document document : corpus.part(split)) {
        mean.add(Extract.text(document.sentences(), method.apply(document)), document.references());
      }
      figures.put(split, mean.metrics());
    }
    return new Baseline(name, figures);
  }

  @Override
  public List<Batch> batches(Split split, int batchSize) {
    EncodedDocuments documents = encoded.get(split);
    List<Batch> batches = new ArrayList<>();
    for (int[] which : BatchOrder.settled(documents, batchSize)) {
      batches.add(documents.batch(which));
    }
    return batches;
  }

  @Override
  public List<String> labels(Batch sequence) {
    return encoded.get(Split.TRAIN).labels(sequence);
  }
}
