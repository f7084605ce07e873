package dev.carousel.nlp.language;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.TextSource;
import dev.carousel.nlp.text.Texts;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.vectors.WordVectors;
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
import java.util.stream.Stream;

/**
 * Predicting every next token of a text: -Σ log p(x[i+1] | x[0…i]), made small.
 *
 * <p>Each part is read as {@code batchSize} streams side by side, {@code steps} steps a batch;
 * states go on from batch to batch, gradients do not (truncated backpropagation through time).
 * Every token of a part but its first is predicted exactly once. A stream starts from the model's
 * initial state, so figures on a part depend, slightly, on the number of streams. The vocabulary is
 * made from the training part alone.
 *
 * <p>Metrics: {@code nats}, the mean over predicted tokens of -log p, {@value Vocabulary#UNKNOWN}
 * counting as a token; {@code perplexity}, exp(nats); and, if tokens are characters, {@code
 * bitsPerCharacter}, nats / ln 2; and {@code hits3}, the fraction of predicted tokens that are
 * among the three that the model finds likeliest, of equally likely ones those with the smallest
 * ids. Baselines: {@code uniform}, {@code unigram} with add-one smoothing, {@code bigram} with
 * interpolated Witten-Bell smoothing.
 *
 * @param data the text
 * @param tokenizer what its tokens are
 * @param vocabulary which tokens get an id of their own
 * @param vectors what the vectors of the vocabulary's words begin with; empty (null in JSON) for
 *     the model's initial weights
 * @param steps the number of steps that gradients go back at most, at least 1
 */
public record LanguageModelling(
    TextSource data,
    Tokenizer tokenizer,
    VocabularyLimits vocabulary,
    Optional<WordVectors> vectors,
    int steps)
    implements Servable {
  static final String TOKENIZER = "tokenizer.json";

  /**
   * Checks the number of steps.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public LanguageModelling {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Texts texts = data.read(folders);
    TextCodec codec = tokenizer.learn(Stream.of(texts.train()), List.of(), vocabulary);
    Signature.Tokens tokens = WordVectors.tokens(vectors, folders, codec.vocabulary());
    Map<Split, int[]> encoded = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      int[] ids = codec.encode(texts.part(split));
      if (ids.length < 2) {
        throw new InvalidDataException(
            "the %s part of the text has %d %s; predicting the next one takes at least 2 tokens"
                .formatted(
                    split.name().toLowerCase(Locale.ROOT),
                    ids.length,
                    ids.length == 1 ? "token" : "tokens"));
      }
      encoded.put(split, ids);
    }
    return new PreparedLanguageModelling(
        LanguageServing.signature(tokens),
        codec,
        encoded,
        steps,
        tokenizer.oneTokenPerCharacter(),
        WordVectors.files(texts.files(), tokens));
  }

  /** The asset is tokenizer.json. */
  @Override
  public Serving serving(Assets assets) {
    String json = assets.file(TOKENIZER);
    try {
      return new LanguageServing(TextCodec.read(json));
    } catch (InvalidDataException e) {
      throw new InvalidDataException(TOKENIZER + ": " + e.getMessage(), e);
    }
  }
}
