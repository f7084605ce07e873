package dev.carousel.timeseries.audio;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Recordings.Numbers;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.timeseries.labelled.Measurements;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Recordings} as labelled sequences: what is said is the label, the features of a front end
 * are the channels, a frame is a step. In JSON, "recordings".
 *
 * @param path the zip file or the folder, absolute or relative to a data folder; null in a
 *     prototype
 * @param valid the numbers of the validation part
 * @param test the numbers of the test part; all others train
 * @param frontEnd from sound to channels
 * @param augmentation what training changes of the sound, anew in every epoch
 */
public record LabelledRecordings(
    String path, Numbers valid, Numbers test, FrontEnd frontEnd, Augmentation augmentation)
    implements LabelledSource {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@link Recordings} would refuse them
   */
  public LabelledRecordings {
    new Recordings(path, valid, test);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidDataException as of {@link Recordings#read}
   */
  @Override
  public LabelledSequences read(DataFolders folders) {
    Utterances utterances = new Recordings(path, valid, test).read(folders);
    FeatureExtractor extractor = new FeatureExtractor(frontEnd);
    Map<Split, List<LabelledSequence>> parts = new EnumMap<>(Split.class);
    utterances
        .parts()
        .forEach(
            (split, part) ->
                parts.put(
                    split,
                    part.stream()
                        .map(each -> sequence(each, extractor.features(each.sound())))
                        .toList()));
    List<Utterance> training = utterances.part(Split.TRAIN);
    return new LabelledSequences(
        parts,
        augmentation.equals(Augmentation.NONE)
            ? Optional.empty()
            : Optional.of(random -> augmented(training, random)),
        utterances.files());
  }

  private List<LabelledSequence> augmented(List<Utterance> training, RandomStream random) {
    FeatureExtractor extractor = new FeatureExtractor(frontEnd);
    List<LabelledSequence> augmented = new ArrayList<>(training.size());
    for (Utterance each : training) {
      augmented.add(sequence(each, extractor.features(each.sound(), augmentation, random)));
    }
    return augmented;
  }

  private LabelledSequence sequence(Utterance utterance, float[] features) {
    double[] values = new double[features.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = features[i];
    }
    return new LabelledSequence(
        utterance.transcript(),
        new Measurements(frontEnd.width(), values, Optional.empty()),
        utterance.place());
  }
}
