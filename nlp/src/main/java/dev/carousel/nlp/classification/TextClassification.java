package dev.carousel.nlp.classification;

import dev.carousel.classification.ClassScore;
import dev.carousel.classification.Labels;
import dev.carousel.classification.MajorityClass;
import dev.carousel.data.DataFolders;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.labelled.LabelledSource;
import dev.carousel.nlp.text.labelled.LabelledText;
import dev.carousel.nlp.token.BoundedCodec;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.vectors.WordVectors;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.PreparedSequences.Simple;
import dev.carousel.sequence.Sequences;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Telling the class of a text: -log p(class | x₁ … xₙ), made small. In JSON, "text-classification".
 *
 * <p>Vocabulary and classes are those of the training part; a label that only another part has is
 * refused. A text without any token is read as one unknown token. Batches are of texts of similar
 * length.
 *
 * <p>Metrics: {@code accuracy}, which decides, {@code macroF1} and {@code nats}, as {@link
 * ClassScore} defines them. Baselines: {@code majority}, which answers with how frequent the
 * classes are, and {@code naive-bayes}, multinomial with add-one smoothing: p(c | x₁ … xₙ) ∝ p(c) Π
 * (n(xᵢ, c) + 1) / (n(c) + V), n(w, c) being the count of token w in class c, n(c) that of all
 * tokens.
 *
 * <p>Asked with {"text": "…"}, a trained model answers {"label": "…", "probabilities": {…}}.
 *
 * @param data the texts and their labels
 * @param tokenizer what the tokens of a text are
 * @param vocabulary which tokens get an id of their own
 * @param vectors what the vectors of the vocabulary's words begin with; empty (null in JSON) for
 *     the model's initial weights
 * @param maxTokens the length to which longer texts are cut, their beginning being kept; empty
 *     (null in JSON) for no limit
 */
public record TextClassification(
    LabelledSource data,
    Tokenizer tokenizer,
    VocabularyLimits vocabulary,
    Optional<WordVectors> vectors,
    OptionalInt maxTokens)
    implements Servable {
  private static final String LABELS = "labels.txt";
  private static final String TOKENIZER = "tokenizer.json";

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public TextClassification {
    BoundedCodec.requireLimit(maxTokens);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Corpus<LabelledText> corpus = data.read(folders);
    List<LabelledText> training = corpus.part(Split.TRAIN);
    Labels labels = Labels.of(training.stream().map(LabelledText::label).toList());
    TextCodec codec =
        tokenizer.learn(training.stream().map(LabelledText::text), List.of(), vocabulary);
    Signature.Tokens tokens = WordVectors.tokens(vectors, folders, codec.vocabulary());
    BoundedCodec encoder = new BoundedCodec(codec, maxTokens);
    Map<Split, LabelledTokens> encoded = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      encoded.put(split, encoded(corpus.part(split), split, encoder, labels));
    }
    LabelledTokens train = encoded.get(Split.TRAIN);
    return new PreparedSequences(
            signature(tokens, labels),
            new CrossEntropy(),
            ClassScore.METRICS,
            new EnumMap<Split, Sequences>(encoded),
            () -> new ClassScore(labels.size()),
            List.of(
                new Simple("majority", new MajorityClass(train.classes(), labels.size())),
                new Simple("naive-bayes", new NaiveBayes(train, labels.size()))),
            WordVectors.files(corpus.files(), tokens),
            new Assets(Map.of(LABELS, labels.text(), TOKENIZER, codec.json())))
        .showing(
            new SurestTexts(corpus.part(Split.TEST), encoded.get(Split.TEST), labels)::exhibits);
  }

  private static LabelledTokens encoded(
      List<LabelledText> part, Split split, BoundedCodec encoder, Labels labels) {
    String what = "texts of the %s part".formatted(split.name().toLowerCase(Locale.ROOT));
    return new LabelledTokens(
        encoder.encode(part.stream().map(LabelledText::text).toList(), what),
        part.stream().mapToInt(text -> labels.number(text.label(), text.place())).toArray(),
        encoder.codec().vocabulary());
  }

  static Signature signature(Signature.Tokens tokens, Labels labels) {
    return new Signature(tokens, labels.size(), false);
  }

  @Override
  public Serving serving(Assets assets) {
    TextCodec codec = TextCodec.read(assets.file(TOKENIZER));
    return new ClassificationServing(
        new BoundedCodec(codec, maxTokens), Labels.read(assets.file(LABELS)));
  }
}
