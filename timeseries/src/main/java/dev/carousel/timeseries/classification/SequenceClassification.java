package dev.carousel.timeseries.classification;

import dev.carousel.classification.ClassScore;
import dev.carousel.classification.Labels;
import dev.carousel.classification.MajorityClass;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.PreparedSequences.Simple;
import dev.carousel.sequence.Sequences;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.timeseries.channel.ChannelEncoder;
import dev.carousel.timeseries.channel.ChannelForm;
import dev.carousel.timeseries.channel.ChannelInput;
import dev.carousel.timeseries.channel.ChannelScale;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.train.Assets;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Telling the class of a sequence of measurements: -log p(class | x₁ … x_T), made small. In JSON,
 * "sequence-classification".
 *
 * <p>Classes, scales, means and gaps are those of the training part; a label that only another part
 * has is refused. Batches are of sequences of similar length. Where the source draws other
 * sequences for every epoch, as one that augments sound does, training sees these, and evaluations
 * the parts.
 *
 * <p>Metrics: {@code nats}, which decides, {@code accuracy} and {@code macroF1}, as {@link
 * ClassScore} defines them. Sets of labelled signals are small: of twenty validation sequences many
 * epochs tell equally many right, and the first of them is hardly trained; nats tell them apart.
 * Baselines: {@code majority}, which answers with how frequent the classes are, and, where all
 * sequences are equally long, {@code nearest-neighbour}, the class of the training sequence at the
 * least Euclidean distance in what models read.
 *
 * <p>Asked with {"values": […]}, a number a step or a list of them, null where missing, and perhaps
 * {"times": […]}, a trained model answers {"label": "…", "probabilities": {…}}.
 *
 * @param data the sequences and their labels
 * @param scale how values are scaled
 * @param inputs what a model reads of every channel
 * @param frame how many steps it reads together, as one step of its own, at least 1
 */
public record SequenceClassification(
    LabelledSource data, ChannelScale scale, List<ChannelInput> inputs, int frame)
    implements Servable {
  private static final List<Metric> METRICS =
      List.of(
          new Metric(ClassScore.NATS, true),
          new Metric(ClassScore.ACCURACY, false),
          new Metric(ClassScore.MACRO_F1, false));
  private static final String LABELS = "labels.txt";
  private static final String CHANNELS = "channels.tsv";

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no input, one stands twice or the frame is below 1
   */
  public SequenceClassification {
    inputs = List.copyOf(inputs);
    new ChannelForm(scale, inputs, frame);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    LabelledSequences sequences = data.read(folders);
    List<LabelledSequence> training = sequences.part(Split.TRAIN);
    Labels labels = Labels.of(training.stream().map(LabelledSequence::label).toList());
    ChannelEncoder encoder = ChannelEncoder.fit(new ChannelForm(scale, inputs, frame), training);
    Map<Split, Sequences> encoded = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      encoded.put(split, encoded(sequences.part(split), encoder, labels));
    }
    LabelledFeatures train = (LabelledFeatures) encoded.get(Split.TRAIN);
    List<Simple> simple = new ArrayList<>();
    simple.add(new Simple("majority", new MajorityClass(train.classes(), labels.size())));
    if (sequences.commonLength().isPresent()) {
      simple.add(new Simple("nearest-neighbour", new NearestNeighbour(train, labels.size())));
    }
    return new PreparedSequences(
            signature(encoder, labels),
            new CrossEntropy(),
            METRICS,
            encoded,
            () -> new ClassScore(labels.size()),
            simple,
            sequences.files(),
            new Assets(Map.of(LABELS, labels.text(), CHANNELS, encoder.text())))
        .drawing(
            sequences.drawn().map(drawn -> random -> encoded(drawn.epoch(random), encoder, labels)))
        .showing(
            new SurestSequences(
                    sequences.part(Split.TEST), (LabelledFeatures) encoded.get(Split.TEST), labels)
                ::exhibits);
  }

  private static LabelledFeatures encoded(
      List<LabelledSequence> part, ChannelEncoder encoder, Labels labels) {
    float[][] features = new float[part.size()][];
    int[] classes = new int[part.size()];
    for (int n = 0; n < classes.length; n++) {
      LabelledSequence sequence = part.get(n);
      classes[n] = labels.number(sequence.label(), sequence.place());
      try {
        features[n] = encoder.features(sequence.measurements());
      } catch (InvalidDataException e) {
        throw sequence.place().refusal(e.getMessage());
      }
    }
    return new LabelledFeatures(encoder.width(), features, classes);
  }

  static Signature signature(ChannelEncoder encoder, Labels labels) {
    return new Signature(new Signature.Features(encoder.width()), labels.size(), false);
  }

  /** Classes are asked for, whatever models read. */
  @Override
  public SequenceClassification measure() {
    return new SequenceClassification(data, ChannelScale.NONE, List.of(ChannelInput.VALUES), 1);
  }

  @Override
  public Serving serving(Assets assets) {
    return new SequenceClassificationServing(
        ChannelEncoder.read(new ChannelForm(scale, inputs, frame), assets.file(CHANNELS)),
        Labels.read(assets.file(LABELS)));
  }
}
