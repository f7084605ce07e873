package dev.carousel.examples.video;

import dev.carousel.data.Batch;
import dev.carousel.sequence.PaddedFeatures;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clips as sequences of frames, which are kept as bytes until a batch is made.
 *
 * @param clips all of one size; at least one
 * @param reading what a model reads of them
 */
record ClipSequences(List<Clip> clips, FrameReading reading) implements Sequences {
  ClipSequences {
    clips = List.copyOf(clips);
  }

  @Override
  public int count() {
    return clips.size();
  }

  @Override
  public int length(int sequence) {
    return reading.steps(clips.get(sequence));
  }

  @Override
  public Batch batch(int[] which) {
    int width = clips.get(0).size().values();
    float[][] features =
        Arrays.stream(which).mapToObj(n -> reading.features(clips.get(n))).toArray(float[][]::new);
    int[] lengths = PaddedFeatures.lengths(width, features);
    return new Batch(
        Arrays.stream(lengths).max().orElseThrow(),
        which.length,
        lengths,
        PaddedFeatures.timeMajor(width, features),
        null,
        false);
  }

  /** The numbers of the frames, from 1. */
  @Override
  public List<String> labels(Batch sequence) {
    return IntStream.rangeClosed(1, sequence.steps()).mapToObj(t -> "frame " + t).toList();
  }
}
