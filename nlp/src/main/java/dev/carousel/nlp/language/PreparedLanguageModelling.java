package dev.carousel.nlp.language;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.Loss;
import dev.carousel.nlp.token.TextCodec;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Language modelling with the text encoded.
 *
 * @param signature what models get and give
 * @param codec encodes and decodes, with a vocabulary of V tokens
 * @param tokens the ids of each part
 * @param steps the most steps a batch
 * @param characters whether tokens are characters
 * @param files the files that were read
 */
record PreparedLanguageModelling(
    Signature signature,
    TextCodec codec,
    Map<Split, int[]> tokens,
    int steps,
    boolean characters,
    List<Path> files)
    implements PreparedTask {
  private static final String NATS = "nats";
  private static final String PERPLEXITY = "perplexity";
  private static final String BITS_PER_CHARACTER = "bitsPerCharacter";
  private static final int SHOWN = 16;
  private static final String HITS = "hits" + TokenModel.HITS;

  @Override
  public Assets assets() {
    return new Assets(Map.of(LanguageModelling.TOKENIZER, codec.json()));
  }

  /** A text has one order, so nothing is drawn. */
  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    return new TokenStreams(tokens.get(Split.TRAIN), batchSize, steps);
  }

  @Override
  public Loss loss() {
    return new CrossEntropy();
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(new Metric(NATS, true));
    metrics.add(new Metric(PERPLEXITY, true));
    if (characters) {
      metrics.add(new Metric(BITS_PER_CHARACTER, true));
    }
    metrics.add(new Metric(HITS, false));
    return List.copyOf(metrics);
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    int vocabulary = codec.vocabulary().size();
    double sum = 0;
    long hits = 0;
    long predicted = 0;
    for (Batch batch : new TokenStreams(tokens.get(split), batchSize, steps)) {
      float[] logits = predictor.predict(batch);
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] >= 0) {
          Logits one = new Logits(logits, row * vocabulary, vocabulary);
          sum -= one.logProbability(labels[row]);
          hits += one.isAmongLikeliest(labels[row], TokenModel.HITS) ? 1 : 0;
          predicted++;
        }
      }
    }
    return figures(sum / predicted, (double) hits / predicted);
  }

  private Map<String, Double> figures(double nats, double hits) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(NATS, nats);
    figures.put(PERPLEXITY, Math.exp(nats));
    if (characters) {
      figures.put(BITS_PER_CHARACTER, nats / Math.log(2));
    }
    figures.put(HITS, hits);
    return figures;
  }

  @Override
  public List<Baseline> baselines() {
    int[] training = tokens.get(Split.TRAIN);
    List<TokenModel> models =
        List.of(
            new Uniform(codec.vocabulary().size()),
            new Unigram(codec.vocabulary().size(), training),
            new Bigram(codec.vocabulary().size(), training));
    List<Baseline> baselines = new ArrayList<>();
    for (TokenModel model : models) {
      Map<Split, Map<String, Double>> metrics = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        int[] part = tokens.get(split);
        metrics.put(split, figures(model.nats(part), model.hits(part)));
      }
      baselines.add(new Baseline(model.name(), metrics));
    }
    return baselines;
  }

  /** What follows word by word, or character by character, as a person who types would see it. */
  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    int[] test = tokens.get(Split.TEST);
    int[] shown = Arrays.copyOf(test, Math.min(test.length, SHOWN + 1));
    Batch batch = new TokenStreams(shown, 1, SHOWN).iterator().next();
    float[] logits = predictor.predict(batch);
    int vocabulary = codec.vocabulary().size();
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < batch.steps(); t++) {
      int[] likeliest = new Logits(logits, t * vocabulary, vocabulary).likeliest(TokenModel.HITS);
      rows.add(
          List.of(
              codec.decode(Arrays.copyOf(shown, t + 1)),
              Arrays.stream(likeliest).mapToObj(this::quoted).collect(Collectors.joining(" ")),
              quoted(shown[t + 1])));
    }
    return List.of(
        new Quotations(
            "Predictive text",
            "The beginning of the test part, and what is suggested after each of its tokens.",
            List.of(
                new Quotations.Column("text so far", Provenance.DATA),
                new Quotations.Column("suggestions, the likeliest first", Provenance.MODEL),
                new Quotations.Column("what follows", Provenance.DATA)),
            rows));
  }

  /** A token in quotes, its line ends as ↵. */
  private String quoted(int token) {
    return "“" + codec.vocabulary().token(token).replace('\n', '↵') + "”";
  }

  @Override
  public List<Batch> batches(Split split, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    new TokenStreams(tokens.get(split), batchSize, steps).forEach(batches::add);
    return batches;
  }

  @Override
  public List<String> labels(Batch sequence) {
    return codec.vocabulary().decode(((Inputs.Tokens) sequence.inputs()).ids());
  }
}
