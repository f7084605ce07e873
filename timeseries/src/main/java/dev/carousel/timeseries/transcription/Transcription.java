package dev.carousel.timeseries.transcription;

import dev.carousel.classification.Labels;
import dev.carousel.data.DataFolders;
import dev.carousel.decode.CtcDecoder;
import dev.carousel.loss.Ctc;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.Sequences;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.timeseries.audio.Augmentation;
import dev.carousel.timeseries.audio.FrontEnd;
import dev.carousel.timeseries.audio.UtteranceSource;
import dev.carousel.timeseries.audio.Utterances;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.transcription.TranscriptionScore;
import dev.carousel.transcription.TranscriptionScore.Rate;
import dev.carousel.transcription.Unit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writing down what is said: -log p(transcript | x₁ … x_T) of connectionist temporal
 * classification, made small ({@link Ctc}); x is the features of a frame. In JSON, "transcription".
 *
 * <p>The model answers at every frame with a label, a word or a character of the training
 * transcripts, or the blank; one that only another part has is refused. Features are normalised, if
 * at all, within an utterance, so no part sees anything of another. Batches are of utterances of
 * similar length.
 *
 * <p>Where training draws other utterances every epoch, or augments them, their features are
 * computed as batches are made; otherwise once. What is drawn follows from the trial's seed.
 * Evaluations, that of the training part too, see the fixed utterances as they are.
 *
 * <p>Metrics: {@code wer}, which decides, and {@code cer}, the error rates of what {@code decoder}
 * finds in words and in characters, a space being one; then {@code nats} and {@code impossible}, as
 * {@link TranscriptionScore} defines them. There is no simple method beside it: whoever hears
 * nothing and writes nothing has a rate of 1.
 *
 * <p>Asked with {"recording": "…"}, the path of a WAV file of any rate, a trained model answers
 * {"text": "…"}.
 *
 * @param data the utterances
 * @param frontEnd from sound to features
 * @param augmentation what training changes of the sound
 * @param units what a label stands for
 * @param impossible what to do in training with an utterance that has too few frames for its labels
 * @param decoder finds the labels
 */
public record Transcription(
    UtteranceSource data,
    FrontEnd frontEnd,
    Augmentation augmentation,
    Unit units,
    Ctc.Impossible impossible,
    CtcDecoder decoder)
    implements Servable {
  private static final String LABELS = "labels.txt";

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Utterances utterances = data.read(folders, seed);
    Transcripts transcripts = Transcripts.of(units, utterances.trainingTranscripts());
    boolean same = utterances.drawn().isEmpty() && augmentation.equals(Augmentation.NONE);
    Map<Split, Sequences> parts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      boolean training = split == Split.TRAIN;
      // What only evaluations see is counted, not refused.
      boolean refused = training && same && impossible == Ctc.Impossible.REFUSE;
      SpokenSequences part =
          new SpokenSequences(
              utterances.part(split), transcripts, frontEnd, Augmentation.NONE, seed, refused);
      parts.put(split, training && !same ? part : part.computed());
    }
    List<Rate> rates =
        List.of(
            new Rate("wer", labels -> Unit.WORDS.of(transcripts.text(labels))),
            new Rate("cer", labels -> Unit.CHARACTERS.of(transcripts.text(labels))));
    return new PreparedSequences(
            signature(transcripts),
            new Ctc(impossible),
            TranscriptionScore.metrics(rates),
            parts,
            () -> new TranscriptionScore(decoder, rates),
            List.of(),
            utterances.files(),
            new Assets(Map.of(LABELS, transcripts.labels().text())))
        .drawing(
            same ? Optional.empty() : Optional.of(random -> epoch(utterances, transcripts, random)))
        .showing(new TranscriptionExhibits(this, utterances.part(Split.TEST), transcripts)::of);
  }

  /** What one epoch trains on. */
  private Sequences epoch(Utterances utterances, Transcripts transcripts, RandomStream random) {
    return new SpokenSequences(
        utterances.epoch(random),
        transcripts,
        frontEnd,
        augmentation,
        random.nextLong(),
        impossible == Ctc.Impossible.REFUSE);
  }

  Signature signature(Transcripts transcripts) {
    return new Signature(new Signature.Features(frontEnd.width()), transcripts.classes(), true);
  }

  /** Transcripts are asked for, whatever models hear and whatever they are trained on. */
  @Override
  public Transcription measure() {
    return new Transcription(
        data, FrontEnd.standard(), Augmentation.NONE, units, impossible, decoder);
  }

  @Override
  public Serving serving(Assets assets) {
    return new TranscriptionServing(this, new Transcripts(units, Labels.read(assets.file(LABELS))));
  }
}
