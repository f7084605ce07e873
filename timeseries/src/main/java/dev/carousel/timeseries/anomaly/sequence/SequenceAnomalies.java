package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.timeseries.anomaly.ErrorMeasure;
import dev.carousel.timeseries.anomaly.Threshold;
import dev.carousel.timeseries.channel.ChannelEncoder;
import dev.carousel.timeseries.channel.ChannelForm;
import dev.carousel.timeseries.channel.ChannelInput;
import dev.carousel.timeseries.channel.ChannelScale;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Telling anomalous sequences from normal ones, learnt from normal ones alone: a model tells each
 * sequence again, and those that it tells badly are called anomalous. In JSON,
 * "sequence-anomalies".
 *
 * <pre>
 * score(x)  = mean over measured values of (x_t - y_t)²,  y = model(x)
 * anomalous : score(x) &gt; threshold
 * </pre>
 *
 * <p>Training makes the mean error of the training part's normal sequences small; scales are fitted
 * to them, too. The other sequences of the training part are neither learnt nor looked at until a
 * model is trained. The threshold is chosen on the validation part, whatever part is measured.
 *
 * <p>Metrics: {@code error}, the mean score of normal sequences, which decides, so that no anomaly
 * decides when to stop; {@code rocAuc} and {@code prAuc} of the scores, whatever the threshold;
 * {@code accuracy}, {@code precision}, {@code recall} and {@code f1} of what is called anomalous;
 * {@code threshold}. Where a part has no anomaly, those that ask for one are not a number.
 * Baseline, where all sequences are equally long: {@code mean-sequence}, which tells each as the
 * mean of the normal ones.
 *
 * <p>Asked with {"values": […]}, a trained model answers {"anomaly": true, "score": …, "threshold":
 * …}. It also detects in a table of {@code labelled-rows}, in the very form of the training lines
 * with their labels, which may be missing: a row has the number of the line, its label and the
 * answer.
 *
 * @param data the sequences and their labels
 * @param normal the labels that are normal, at least one; all others are anomalies
 * @param scale how values are scaled; errors are of scaled values
 * @param frame how many steps a model reads and tells together, as one step of its own, at least 1
 * @param score the error of one value
 * @param threshold how the threshold is chosen
 */
public record SequenceAnomalies(
    LabelledSource data,
    List<String> normal,
    ChannelScale scale,
    int frame,
    ErrorMeasure score,
    Threshold threshold)
    implements Servable {
  private static final String CHANNELS = "channels.tsv";
  private static final String HORIZON = "horizon.txt";
  private static final List<ChannelInput> INPUTS = List.of(ChannelInput.VALUES);

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if no label is normal or the frame is below 1
   */
  public SequenceAnomalies {
    new ChannelForm(scale, INPUTS, frame);
    if (normal != null) {
      normal = List.copyOf(normal);
      if (normal.isEmpty()) {
        throw new IllegalArgumentException("normal must name at least one label");
      }
    }
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    LabelledSequences sequences = data.read(folders);
    if (sequences.drawn().isPresent()) {
      throw new InvalidDataException(
          "the data are changed for training, but anomalies are told by sequences as they are; leave"
              + " the augmentation out");
    }
    requireKnown(sequences.part(Split.TRAIN));
    ChannelEncoder encoder =
        ChannelEncoder.fit(
            form(),
            sequences.part(Split.TRAIN).stream()
                .filter(sequence -> normal.contains(sequence.label()))
                .toList());
    int horizon = form().frames(sequences.longest());
    Map<Split, ToldSequences> told = new EnumMap<>(Split.class);
    Map<Split, boolean[]> anomalous = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<LabelledSequence> part = sequences.part(split);
      told.put(split, told(part, encoder, horizon));
      boolean[] marks = new boolean[part.size()];
      for (int n = 0; n < marks.length; n++) {
        marks[n] = !normal.contains(part.get(n).label());
      }
      anomalous.put(split, marks);
    }
    requireThreshold(anomalous.get(Split.VALID));
    return new PreparedSequenceAnomalies(
        signature(encoder.values(), horizon),
        encoder.channels(),
        new SequenceErrors(score),
        threshold,
        Map.copyOf(told),
        Map.copyOf(anomalous),
        sequences.commonLength().isPresent(),
        sequences.files(),
        new Assets(Map.of(CHANNELS, encoder.text(), HORIZON, horizon + "\n")));
  }

  private void requireKnown(List<LabelledSequence> training) {
    List<String> labels =
        training.stream().map(LabelledSequence::label).distinct().sorted().toList();
    for (String label : normal) {
      if (!labels.contains(label)) {
        throw new InvalidDataException(
            "no sequence of the training part has the normal label '%s', only %s"
                .formatted(label, String.join(", ", labels)));
      }
    }
  }

  private void requireThreshold(boolean[] anomalous) {
    boolean anyNormal = false;
    for (boolean each : anomalous) {
      anyNormal |= !each;
    }
    if (!anyNormal) {
      throw new InvalidDataException(
          "the validation part has no normal sequence, by which training is stopped and the"
              + " threshold chosen; make it larger");
    }
    threshold
        .refusal(anomalous)
        .ifPresent(
            refusal -> {
              throw new InvalidDataException(refusal);
            });
  }

  private static ToldSequences told(
      List<LabelledSequence> part, ChannelEncoder encoder, int horizon) {
    float[][] filled = new float[part.size()][];
    float[][] scaled = new float[part.size()][];
    for (int n = 0; n < filled.length; n++) {
      LabelledSequence sequence = part.get(n);
      try {
        filled[n] = encoder.features(sequence.measurements());
        scaled[n] = encoder.scaled(sequence.measurements());
      } catch (InvalidDataException e) {
        throw sequence.place().refusal(e.getMessage());
      }
    }
    return new ToldSequences(encoder.values(), horizon, filled, scaled);
  }

  private ChannelForm form() {
    return new ChannelForm(scale, INPUTS, frame);
  }

  static Signature signature(int values, int horizon) {
    return new Signature(new Signature.Ahead(values, 0, 0, horizon), values, true);
  }

  @Override
  public Serving serving(Assets assets) {
    String text = assets.file(HORIZON).strip();
    try {
      return new SequenceServing(
          data,
          ChannelEncoder.read(form(), assets.file(CHANNELS)),
          Integer.parseInt(text),
          new SequenceErrors(score));
    } catch (NumberFormatException e) {
      throw new InvalidDataException("the horizon '%s' is not a number".formatted(text), e);
    }
  }
}
