package dev.carousel.nlp.translation;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.BeamSearch;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.conditioned.Pairs;
import dev.carousel.nlp.conditioned.TargetTexts;
import dev.carousel.nlp.conditioned.TokenNats;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.LeftOut;
import dev.carousel.nlp.text.parallel.ParallelSource;
import dev.carousel.nlp.text.parallel.ParallelText;
import dev.carousel.nlp.token.BoundedCodec;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.vectors.WordVectors;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.Sequences;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.train.Assets;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Translating texts: -Σ log p(y[t] | y[0…t-1], x₁ … xₘ), made small. In JSON, "translation".
 *
 * <p>The model reads the source x and, step by step, {@value TargetTexts#BEGIN} y₁ … yₙ; it is to
 * give y₁ … yₙ {@value TargetTexts#END}. Vocabularies are made from the training part alone.
 * Training pairs with a side of more than {@code maxTokens} tokens are left out, and counted in the
 * log; other parts stay as they are. Batches are of translations of similar length.
 *
 * <p>Metrics: {@code nats}, which decides, the mean of -log p over target tokens with the end of
 * each sequence counted; {@code perplexity}, exp(nats); {@code bleu} and {@code chrF}, 0 to 100, of
 * the model's translations as text against the references as text ({@link
 * dev.carousel.nlp.metric.Bleu} and {@link dev.carousel.nlp.metric.ChrF}). Decoding costs much more
 * than reading, and the validation part is decoded after every epoch. So what is decoded, and how,
 * depends on the part alone: the test part is translated as {@code decoding} says, once, when all
 * choices have been made; the validation part greedily; and of the training part, greedily, the
 * first pairs, as many as the validation part has. {@code nats} are of all pairs of every part.
 *
 * <p>Baseline: {@code copy}, which gives the source as its translation, compared on the same pairs.
 *
 * <p>Asked with {"text": "…"}, a trained model answers {"translation": "…", "score": …}, the score
 * being the one that {@code decoding} compares by.
 *
 * @param data the pairs
 * @param source how texts to translate are encoded
 * @param target how translations are encoded; empty (null in JSON) if both languages share the
 *     source's tokenizer and one vocabulary, made from the texts of both
 * @param maxTokens the greatest length of the sides of training pairs; empty (null in JSON) for no
 *     limit
 * @param decoding how the test part is translated, and what is asked for later unless it says
 *     otherwise
 */
public record Translation(
    ParallelSource data,
    TextEncoding source,
    Optional<TextEncoding> target,
    OptionalInt maxTokens,
    BeamSearch decoding)
    implements Servable {
  private static final String SHARED_TOKENIZER = "tokenizer.json";
  private static final String SOURCE_TOKENIZER = "source-tokenizer.json";
  private static final String TARGET_TOKENIZER = "target-tokenizer.json";

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Translation {
    BoundedCodec.requireLimit(maxTokens);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Corpus<ParallelText> all = data.read(folders);
    Languages languages = learn(all.part(Split.TRAIN));
    Signature.Tokens sourceTokens =
        WordVectors.tokens(source.vectors(), folders, languages.source().vocabulary());
    Signature.Tokens targetTokens =
        WordVectors.tokens(
            target.orElse(source).vectors(), folders, languages.target().vocabulary());
    Corpus<ParallelText> corpus = shortened(all, languages);
    Map<Split, Pairs> pairs = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<ParallelText> part = corpus.part(split);
      pairs.put(
          split,
          new Pairs(
              languages.texts(),
              new SourceTexts(
                  part.stream().map(pair -> languages.source(pair.source())).toArray(int[][]::new),
                  languages.source().vocabulary()),
              part.stream()
                  .map(pair -> languages.texts().encode(pair.target()))
                  .toArray(int[][]::new)));
    }
    PreparedSequences sequences =
        new PreparedSequences(
            TargetTexts.signature(sourceTokens, targetTokens, decoding.coveragePenalty() > 0),
            new CrossEntropy(),
            List.of(
                new Metric(TokenNats.NATS, true),
                new Metric(TokenNats.PERPLEXITY, true),
                new Metric(PreparedTranslation.BLEU, false),
                new Metric(PreparedTranslation.CHRF, false)),
            new EnumMap<Split, Sequences>(pairs),
            () -> new TokenNats(targetTokens.size()),
            List.of(),
            WordVectors.files(corpus.files(), sourceTokens, targetTokens),
            assets(languages));
    return new PreparedTranslation(sequences, languages, pairs, corpus, decoding);
  }

  private Languages learn(List<ParallelText> training) {
    Stream<String> sources = training.stream().map(ParallelText::source);
    Stream<String> targets = training.stream().map(ParallelText::target);
    if (target.isEmpty()) {
      TextCodec both =
          source
              .tokenizer()
              .learn(Stream.concat(sources, targets), TargetTexts.SPECIAL, source.vocabulary());
      return new Languages(both, both);
    }
    return new Languages(
        source.tokenizer().learn(sources, List.of(), source.vocabulary()),
        target.get().tokenizer().learn(targets, TargetTexts.SPECIAL, target.get().vocabulary()));
  }

  /** Without the training pairs that are too long. */
  private Corpus<ParallelText> shortened(Corpus<ParallelText> all, Languages languages) {
    if (maxTokens.isEmpty()) {
      return all;
    }
    int most = maxTokens.getAsInt();
    LeftOut tooLong = new LeftOut("training pairs of more than " + most + " tokens");
    List<ParallelText> kept = new ArrayList<>();
    for (ParallelText pair : all.part(Split.TRAIN)) {
      if (languages.source(pair.source()).length > most
          || languages.texts().encode(pair.target()).length > most) {
        tooLong.add(pair.place());
      } else {
        kept.add(pair);
      }
    }
    tooLong.log();
    if (kept.isEmpty()) {
      throw new InvalidDataException(
          "every training pair has a side of more than %d tokens; give a larger maxTokens"
              .formatted(most));
    }
    Map<Split, List<ParallelText>> parts = new EnumMap<>(all.parts());
    parts.put(Split.TRAIN, kept);
    return new Corpus<>(parts, all.files());
  }

  private Assets assets(Languages languages) {
    if (target.isEmpty()) {
      return new Assets(Map.of(SHARED_TOKENIZER, languages.source().json()));
    }
    return new Assets(
        Map.of(
            SOURCE_TOKENIZER, languages.source().json(),
            TARGET_TOKENIZER, languages.target().json()));
  }

  @Override
  public Serving serving(Assets assets) {
    if (target.isEmpty()) {
      TextCodec both = TextCodec.read(assets.file(SHARED_TOKENIZER));
      return new TranslationServing(new Languages(both, both), decoding);
    }
    return new TranslationServing(
        new Languages(
            TextCodec.read(assets.file(SOURCE_TOKENIZER)),
            TextCodec.read(assets.file(TARGET_TOKENIZER))),
        decoding);
  }
}
