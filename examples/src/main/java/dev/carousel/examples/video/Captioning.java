package dev.carousel.examples.video;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.BeamSearch;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.conditioned.TargetTexts;
import dev.carousel.nlp.conditioned.TokenNats;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Telling what a clip shows: -Σ log p(y[t] | y[0…t-1], x₁ … x_T), made small; x are frames, y the
 * words of a caption. In JSON, "captioning".
 *
 * <p>A model reads H·W·C numbers a frame, 0 to 1, row after row, red, green and blue last, which a
 * convolutional front end can look at as the images that they are. The vocabulary is made from the
 * captions of the training part. A clip with several captions is read with each of them. Clips that
 * are made, not read, are other ones every epoch.
 *
 * <p>Metrics: {@code nats}, which decides, the mean of -log p over the tokens of all captions with
 * the end of each counted; {@code exact}, the part of the clips whose caption is one of theirs,
 * character for character; {@code bleu}, 0 to 100, against all captions of each clip ({@link
 * dev.carousel.nlp.metric.Bleu}). They are of clips of seen combinations. Where the data tell which
 * clips combine what training never does, {@code natsUnseen}, {@code exactUnseen} and {@code
 * bleuUnseen} are of those, and NaN for parts that have none. As decoding costs much more than
 * reading, validation clips are captioned greedily, and of the training clips, greedily, the first,
 * as many as there are for validation.
 *
 * <p>Baseline: {@code majority}, which gives every clip the commonest caption of the training part,
 * of several the one that comes first. What order is worth shows a variant with {@code reading}
 * "mean".
 *
 * <p>Asked with {"clip": "…"}, the path of a GIF file or of a folder of PNG images, a trained model
 * answers {"caption": "…", "score": …}, the score being the one that {@code decoding} compares by.
 *
 * @param data the clips
 * @param height H, to which pictures are brought, at least 1
 * @param width W, to which pictures are brought, at least 1
 * @param reading what a model reads of the frames; variants may differ in it
 * @param tokenizer what the tokens of a caption are
 * @param vocabulary which tokens get an id of their own
 * @param decoding how the test part is captioned, and what is asked for later
 */
public record Captioning(
    ClipSource data,
    int height,
    int width,
    FrameReading reading,
    Tokenizer tokenizer,
    VocabularyLimits vocabulary,
    BeamSearch decoding)
    implements Servable {
  private static final String TOKENIZER = "tokenizer.json";

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is impossible
   */
  public Captioning {
    new FrameSize(height, width);
  }

  @Override
  public Task measure() {
    return new Captioning(
        data, height, width, FrameReading.SEQUENCE, tokenizer, vocabulary, decoding);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    FrameSize size = new FrameSize(height, width);
    Corpus<CaptionedClip> corpus = data.read(folders, size, new RandomStream(seed).derive("clips"));
    TextCodec codec =
        tokenizer.learn(
            corpus.part(Split.TRAIN).stream().flatMap(clip -> clip.captions().stream()),
            TargetTexts.SPECIAL,
            vocabulary);
    TargetTexts texts = new TargetTexts(codec);
    Map<Split, ClipGroup> seen = new EnumMap<>(Split.class);
    Map<Split, ClipGroup> unseen = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      group(corpus.part(split), false, texts).ifPresent(group -> seen.put(split, group));
      group(corpus.part(split), true, texts).ifPresent(group -> unseen.put(split, group));
      if (!seen.containsKey(split)) {
        throw new InvalidDataException("each part needs a clip of a seen combination");
      }
    }
    PreparedSequences sequences =
        new PreparedSequences(
                signature(size, texts, decoding.coveragePenalty() > 0),
                new CrossEntropy(),
                CaptionScore.metrics(!unseen.isEmpty()),
                Map.of(
                    Split.TRAIN, seen.get(Split.TRAIN).pairs(),
                    Split.VALID, seen.get(Split.VALID).pairs(),
                    Split.TEST, seen.get(Split.TEST).pairs()),
                () -> new TokenNats(codec.vocabulary().size()),
                List.of(),
                corpus.files(),
                new Assets(Map.of(TOKENIZER, codec.json())))
            .drawing(
                data.drawn(size)
                    .map(
                        drawn ->
                            random -> ClipGroup.of(drawn.epoch(random), reading, texts).pairs()));
    return new PreparedCaptioning(sequences, texts, seen, unseen, decoding);
  }

  /** What models get and give. */
  static Signature signature(FrameSize size, TargetTexts texts, boolean attention) {
    return TargetTexts.signature(
        new Signature.Features(size.shape()),
        new Signature.Tokens(texts.codec().vocabulary().size()),
        attention);
  }

  private Optional<ClipGroup> group(List<CaptionedClip> clips, boolean unseen, TargetTexts texts) {
    List<CaptionedClip> chosen = clips.stream().filter(clip -> clip.unseen() == unseen).toList();
    return chosen.isEmpty() ? Optional.empty() : Optional.of(ClipGroup.of(chosen, reading, texts));
  }

  @Override
  public Serving serving(Assets assets) {
    return new CaptioningServing(
        new ClipFiles(new FrameSize(height, width), data.maxFrames()),
        reading,
        new TargetTexts(TextCodec.read(assets.file(TOKENIZER))),
        decoding);
  }
}
