package dev.carousel.timeseries.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.Small;
import dev.carousel.timeseries.channel.ChannelInput;
import dev.carousel.timeseries.channel.ChannelScale;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.timeseries.labelled.Measurements;
import dev.carousel.train.Baseline;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SequenceClassificationTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  private static LabelledSequence sequence(String label, double... values) {
    return new LabelledSequence(
        label, new Measurements(1, values, Optional.empty()), new Place("t", 3));
  }

  private static LabelledSource source(
      List<LabelledSequence> train, List<LabelledSequence> valid, List<LabelledSequence> test) {
    return folders ->
        new LabelledSequences(
            Map.of(Split.TRAIN, train, Split.VALID, valid, Split.TEST, test), List.of());
  }

  private static SequenceClassification task(
      ChannelScale scale, List<LabelledSequence> train, LabelledSequence... test) {
    return new SequenceClassification(
        source(train, List.of(test), List.of(test)), scale, List.of(ChannelInput.VALUES), 1);
  }

  @Test
  void sequencesAreGivenAndLabelsWanted() {
    PreparedTask task =
        task(
                ChannelScale.NONE,
                List.of(sequence("b", 1, 2, 3), sequence("a", 4)),
                sequence("a", 5, Double.NaN),
                sequence("b", 6, 7, 8))
            .prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(1), 2, false));
    assertThat(task.loss()).isEqualTo(new CrossEntropy());
    assertThat(task.metrics()).extracting("name").containsExactly("nats", "accuracy", "macroF1");
    Batch batch = task.batches(Split.TEST, 2).get(0);
    assertThat(batch.lengths()).containsExactly(2, 3);
    assertThat(((Inputs.Features) batch.inputs()).values()).containsExactly(5, 6, 5, 7, 0, 8);
    assertThat(((Targets.Labels) batch.targets()).labels()).containsExactly(0, 1);
    // Lengths differ.
    assertThat(task.baselines()).extracting(Baseline::name).containsExactly("majority");
  }

  @Test
  void trainingSeesWhatIsDrawnForItsEpochAndEvaluationsTheParts() {
    List<LabelledSequence> part = List.of(sequence("a", 1), sequence("b", 2));
    LabelledSource data =
        folders ->
            new LabelledSequences(
                Map.of(Split.TRAIN, part, Split.VALID, part, Split.TEST, part),
                Optional.of(random -> List.of(sequence("b", 10 + random.nextInt(1 << 20)))),
                List.of());
    PreparedTask task =
        new SequenceClassification(data, ChannelScale.NONE, List.of(ChannelInput.VALUES), 1)
            .prepare(NO_FOLDERS, 1);
    RandomStream random = new RandomStream(7);
    long begin = random.state();
    float[] first = epoch(task, random);
    float[] second = epoch(task, random);

    assertThat(first).hasSize(1);
    assertThat(first[0]).isGreaterThanOrEqualTo(10).isNotEqualTo(second[0]);
    assertThat(epoch(task, new RandomStream(begin))).containsExactly(first);
    for (Split split : Split.values()) {
      Batch batch = task.batches(split, 2).get(0);
      assertThat(((Inputs.Features) batch.inputs()).values()).containsExactly(1, 2);
    }
  }

  private static float[] epoch(PreparedTask task, RandomStream random) {
    Batch batch = task.trainingBatches(8, random).iterator().next();
    assertThat(((Targets.Labels) batch.targets()).labels()).containsExactly(1);
    return ((Inputs.Features) batch.inputs()).values();
  }

  @Test
  void theNearestNeighbourIsAsTheFormulaSays() {
    // Without itself the nearest of (0, 0) is (0, 1), of (0, 1) it is (0, 0), of (9, 9) it is
    // (0, 1) of another class: r = 2 of n = 3.
    PreparedTask task =
        task(
                ChannelScale.NONE,
                List.of(sequence("a", 0, 0), sequence("a", 0, 1), sequence("b", 9, 9)),
                sequence("b", 6, 6),
                sequence("a", 6, 5),
                sequence("a", 1, 1))
            .prepare(NO_FOLDERS, 1);

    Baseline nearest = task.baselines().get(1);
    assertThat(nearest.name()).isEqualTo("nearest-neighbour");
    Map<String, Double> test = nearest.metrics().get(Split.TEST);
    assertThat(test.get("accuracy")).isEqualTo(2.0 / 3);
    // (2 + 1) / (3 + 2) for the right answers, 2/5 for the wrong one; logs of floats.
    assertThat(test.get("nats")).isCloseTo(-(2 * Math.log(0.6) + Math.log(0.4)) / 3, within(1e-6));
    assertThat(nearest.metrics().get(Split.TRAIN).get("accuracy")).isEqualTo(1);
  }

  @Test
  void sequencesAboutWhichAModelIsSurestAreShown() {
    double no = Double.NaN;
    PreparedTask task =
        task(
                ChannelScale.NONE,
                List.of(sequence("a", 0), sequence("b", 1)),
                sequence("b", 6, no, 7),
                sequence("a", 5, 4),
                sequence("b", 3))
            .prepare(NO_FOLDERS, 1);
    // Always b, the surer the longer a sequence is.
    List<Exhibit> shown =
        task.exhibits(
            batch -> {
              float[] logits = new float[2 * batch.rows()];
              for (int b = 0; b < batch.rows(); b++) {
                logits[2 * b + 1] = batch.lengths()[b];
              }
              return logits;
            },
            2);
    assertThat(shown)
        .extracting(Exhibit::title)
        .containsExactly("Surest and right", "Surest and wrong");
    Chart right = (Chart) shown.get(0);
    // σ(3)
    assertThat(right.caption())
        .isEqualTo(
            "Sequence 1 of the test part, labelled “b”; the answer is “b”, with a probability of 0.953.");
    assertThat(right.lines().get(0).x()).containsExactly(0, 2);
    assertThat(right.lines().get(0).y()).containsExactly(6, 7);
    assertThat(shown.get(1).caption()).startsWith("Sequence 2 of the test part, labelled “a”; ");
  }

  @Test
  void whatIsNotShownIsSaid() {
    double[] values = new double[6 * 1001];
    Arrays.setAll(values, i -> i);
    LabelledSequence wide =
        new LabelledSequence("a", new Measurements(6, values, Optional.empty()), new Place("t", 1));
    LabelledSequence other =
        new LabelledSequence(
            "b", new Measurements(6, new double[6], Optional.empty()), new Place("t", 2));
    PreparedTask task = task(ChannelScale.NONE, List.of(wide, other), wide).prepare(NO_FOLDERS, 1);
    Chart shown = (Chart) task.exhibits(batch -> new float[2], 1).get(0);
    assertThat(shown.caption())
        .endsWith(" Shown are its first 1000 of 1001 steps and 5 of 6 channels.");
    assertThat(shown.lines()).hasSize(5);
  }

  @Test
  void faultsAreToldWithTheirPlace() {
    List<LabelledSequence> train = List.of(sequence("a", 0, 1), sequence("b", 9, 9));
    assertThatThrownBy(
            () -> task(ChannelScale.NONE, train, sequence("c", 1)).prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("t, line 3: the label 'c' does not occur in the training part, which has a, b");
    assertThatThrownBy(
            () -> task(ChannelScale.STANDARD, train, sequence("a", 1e60)).prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "t, line 3: 1.0E60 in channel 1 is too large; give values in a larger unit or scale"
                + " them");
    assertThatThrownBy(
            () ->
                task(ChannelScale.NONE, List.of(sequence("a", 1)), sequence("a", 1))
                    .prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the training part has no label but 'a'; there is nothing to tell apart");
    LabelledSequence wide =
        new LabelledSequence(
            "a", new Measurements(2, new double[] {1, 2}, Optional.empty()), new Place("t", 9));
    assertThatThrownBy(() -> task(ChannelScale.NONE, train, wide).prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("t, line 9: the sequence has 2 channels, the first has 1");
    assertThatThrownBy(() -> task(ChannelScale.NONE, train).prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the valid part has no sequence");
  }

  /** Rising or falling, from anywhere, with gaps. */
  private static List<LabelledSequence> slopes(int count, int seed) {
    RandomStream random = new RandomStream(seed);
    List<LabelledSequence> slopes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      boolean rising = n % 2 == 0;
      double[] values = new double[6 + n % 3];
      double begin = 4 * random.nextDouble();
      for (int t = 0; t < values.length; t++) {
        values[t] = begin + (rising ? t : -t) * 0.5 + 0.1 * random.nextDouble();
      }
      values[2] = Double.NaN;
      slopes.add(sequence(rising ? "up" : "down", values));
    }
    return slopes;
  }

  @Test
  void slopesAreLearntAndTrainedModelsAreAskedWithoutTheData() {
    SequenceClassification task =
        new SequenceClassification(
            source(slopes(80, 1), slopes(20, 2), slopes(40, 3)),
            ChannelScale.STANDARD,
            List.of(ChannelInput.VALUES, ChannelInput.MASKS),
            2);
    PreparedTask prepared = task.prepare(NO_FOLDERS, 1);
    EjmlKernels kernels = new EjmlKernels();
    Model model = Small.trained(prepared, 30);
    assertThat(prepared.evaluate(Split.TEST, EpochTrainer.predictor(model, kernels), 16))
        .containsEntry("accuracy", 1.0);

    Serving serving =
        new SequenceClassification(null, task.scale(), task.inputs(), task.frame())
            .serving(prepared.assets());
    assertThat(serving.signature()).isEqualTo(prepared.signature());
    Service service = serving.service(model, kernels);
    List<Map<String, Object>> requests = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      requests.add(
          Map.of(
              "values",
              i % 2 == 0 ? Arrays.asList(1, 1.5, null, 2.5, 3, 3.5) : List.of(3, 2.5, 2, 1.5, 1)));
    }
    List<Map<String, Object>> replies = service.answer(requests);
    assertThat(replies).hasSize(70);
    assertThat(replies.get(68)).containsEntry("label", "up").containsKey("probabilities");
    assertThat(replies.get(69)).containsEntry("label", "down");
    assertThat((Map<?, ?>) replies.get(69).get("probabilities")).hasSize(2);
    assertThat(service.answer(List.of())).isEmpty();
  }
}
