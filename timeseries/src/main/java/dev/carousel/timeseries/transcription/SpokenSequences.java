package dev.carousel.timeseries.transcription;

import dev.carousel.data.Batch;
import dev.carousel.decode.Trellis;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.Sequences;
import dev.carousel.timeseries.audio.Augmentation;
import dev.carousel.timeseries.audio.FeatureExtractor;
import dev.carousel.timeseries.audio.FrontEnd;
import dev.carousel.timeseries.audio.Utterance;
import dev.carousel.transcription.TranscribedFeatures;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Utterances whose features are computed as batches are made. What is changed of an utterance
 * depends on the seed and on its number, not on what else is in its batch.
 *
 * @param utterances the utterances
 * @param transcripts the labels of what they say
 * @param frontEnd from sound to features
 * @param augmentation what is changed of their sound
 * @param seed decides how
 * @param refused whether one with too few frames for its labels is refused
 */
record SpokenSequences(
    List<Utterance> utterances,
    Transcripts transcripts,
    FrontEnd frontEnd,
    Augmentation augmentation,
    long seed,
    boolean refused)
    implements Sequences {
  @Override
  public int count() {
    return utterances.size();
  }

  /** In milliseconds, before anything is changed. */
  @Override
  public int length(int sequence) {
    return (int) (1000 * utterances.get(sequence).seconds());
  }

  @Override
  public Batch batch(int[] which) {
    return computed(which).batch(IntStream.range(0, which.length).toArray());
  }

  /** All of them, their features computed once. */
  TranscribedFeatures computed() {
    return computed(IntStream.range(0, count()).toArray());
  }

  private TranscribedFeatures computed(int[] which) {
    FeatureExtractor extractor = new FeatureExtractor(frontEnd);
    float[][] features = new float[which.length][];
    int[][] labels = new int[which.length][];
    for (int i = 0; i < which.length; i++) {
      Utterance utterance = utterances.get(which[i]);
      RandomStream random = new RandomStream(seed).derive("utterance " + which[i]);
      features[i] = extractor.features(utterance.sound(), augmentation, random);
      labels[i] = transcripts.labels(utterance.transcript(), utterance.place());
      requireFrames(utterance, labels[i], features[i].length / frontEnd.width());
    }
    return new TranscribedFeatures(frontEnd.width(), features, labels);
  }

  private void requireFrames(Utterance utterance, int[] labels, int frames) {
    if (refused && frames < Trellis.leastSteps(labels)) {
      throw utterance
          .place()
          .refusal(
              Trellis.shortage(labels, frames)
                  + "; give a shorter hop, leave it out, or set the task's impossible to \"skip\"");
    }
  }
}
