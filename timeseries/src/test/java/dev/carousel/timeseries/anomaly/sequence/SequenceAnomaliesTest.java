package dev.carousel.timeseries.anomaly.sequence;

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
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Provenance;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.loss.MeanAbsoluteError;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.Small;
import dev.carousel.timeseries.anomaly.BestF1;
import dev.carousel.timeseries.anomaly.ErrorMeasure;
import dev.carousel.timeseries.anomaly.Quantile;
import dev.carousel.timeseries.anomaly.Threshold;
import dev.carousel.timeseries.channel.ChannelScale;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.timeseries.labelled.Measurements;
import dev.carousel.timeseries.model.Autoencoder;
import dev.carousel.timeseries.model.AutoregressiveForecaster;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceAnomaliesTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());
  private static final double NAN = Double.NaN;

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

  private static final List<LabelledSequence> TRAIN =
      List.of(sequence("ok", 0, 2), sequence("bad", 50, 50), sequence("ok", 2, NAN, 5));
  private static final List<LabelledSequence> VALID =
      List.of(sequence("ok", 1, 1), sequence("ok", 0, 1), sequence("bad", 4, 4));
  private static final List<LabelledSequence> TEST =
      List.of(sequence("ok", 0, NAN, 3), sequence("worse", 3, 3), sequence("bad", 1, 0));

  private static SequenceAnomalies task(ErrorMeasure score, Threshold threshold) {
    return new SequenceAnomalies(
        source(TRAIN, VALID, TEST), List.of("ok"), ChannelScale.NONE, 1, score, threshold);
  }

  @Test
  void sequencesThatAreChangedForTrainingAreRefused() {
    LabelledSource changed =
        folders ->
            new LabelledSequences(
                Map.of(Split.TRAIN, TRAIN, Split.VALID, VALID, Split.TEST, TEST),
                Optional.of(random -> TRAIN),
                List.of());
    SequenceAnomalies task =
        new SequenceAnomalies(
            changed, List.of("ok"), ChannelScale.NONE, 1, ErrorMeasure.SQUARED, new BestF1());
    assertThatThrownBy(() -> task.prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the data are changed for training, but anomalies are told by sequences as they are;"
                + " leave the augmentation out");
  }

  /** Tells zeros. */
  private static final Predictor ZEROS = batch -> new float[batch.steps() * batch.rows()];

  @Test
  void normalSequencesAreToldAgain() {
    PreparedTask task = task(ErrorMeasure.SQUARED, new BestF1()).prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Ahead(1, 0, 0, 3), 1, true));
    assertThat(task.loss()).isEqualTo(new MeanSquaredError());
    assertThat(task(ErrorMeasure.ABSOLUTE, new BestF1()).prepare(NO_FOLDERS, 1).loss())
        .isEqualTo(new MeanAbsoluteError());
    int rows = 0;
    for (Batch batch : task.trainingBatches(5, new RandomStream(1))) {
      rows += batch.rows();
    }
    assertThat(rows).isEqualTo(2);
    Batch batch = task.batches(Split.TEST, 3).get(0);
    // From the shortest to the longest; the gap is read as the last value before it.
    Inputs.Conditioned inputs = (Inputs.Conditioned) batch.inputs();
    assertThat(inputs.source().lengths()).containsExactly(2, 2, 3);
    assertThat(((Inputs.Features) inputs.source().inputs()).values())
        .containsExactly(3, 1, 0, 3, 0, 0, 0, 0, 3);
    assertThat(batch.steps()).isEqualTo(3);
    assertThat(batch.lengths()).containsExactly(3, 3, 3);
    Targets.Values targets = (Targets.Values) batch.targets();
    assertThat(targets.weights()).containsExactly(1, 1, 1, 1, 1, 0, 0, 0, 1);
    assertThat(task.batches(Split.TEST, 1)).hasSize(3);
    // Lengths differ.
    assertThat(task.baselines()).isEmpty();
  }

  @Test
  void figuresAreAsTheFormulasSay() {
    PreparedTask task = task(ErrorMeasure.SQUARED, new BestF1()).prepare(NO_FOLDERS, 1);
    for (int batchSize : new int[] {1, 2, 9}) {
      // Scores of zeros: validation 1, 1/2 and 16, so the threshold is 8.5; test 9/2, 9 and 1/2.
      Map<String, Double> test = task.evaluate(Split.TEST, ZEROS, batchSize);
      assertThat(test)
          .containsExactly(
              Map.entry("error", 4.5),
              Map.entry("rocAuc", 0.5),
              // 9 first: 1/1; 1/2 last: 2/3.
              Map.entry("prAuc", 0.5 * 1 + 0.5 * (2 / 3.0)),
              Map.entry("accuracy", 2 / 3.0),
              Map.entry("precision", 1.0),
              Map.entry("recall", 0.5),
              Map.entry("f1", 2 / 3.0),
              Map.entry("threshold", 8.5));
      assertThat(task.evaluate(Split.VALID, ZEROS, batchSize))
          .containsEntry("error", 0.75)
          .containsEntry("accuracy", 1.0);
      assertThat(task.conclusions(ZEROS, batchSize))
          .isEqualTo(new Assets(Map.of("threshold.txt", "8.5\n")));
    }
    assertThat(task.metrics().get(0).name()).isEqualTo("error");
    assertThat(task.metrics())
        .extracting("name")
        .containsExactlyElementsOf(task.evaluate(Split.TEST, ZEROS, 1).keySet());
    assertThat(
            task(ErrorMeasure.ABSOLUTE, new Quantile(1))
                .prepare(NO_FOLDERS, 1)
                .evaluate(Split.TEST, ZEROS, 2))
        .containsEntry("threshold", 1.0)
        .containsEntry("error", 1.5);
  }

  private static Chart chart(PreparedTask task, int which) {
    return (Chart) task.exhibits(ZEROS, 2).get(which);
  }

  @Test
  void oneOfEachKindIsShownAsItIsAndAsItIsTold() {
    PreparedTask task = task(ErrorMeasure.SQUARED, new BestF1()).prepare(NO_FOLDERS, 1);

    // Scores 9/2, 9 and 1/2, of which the last two are anomalies; the threshold is 8.5.
    assertThat(task.exhibits(ZEROS, 2))
        .extracting(Exhibit::title)
        .containsExactly(
            "Normal, judged normal", "Anomalous, judged anomalous", "Anomalous, judged normal");
    assertThat(chart(task, 0).caption())
        .isEqualTo(
            "Sequence 1 of the test part, which is normal: score 4.500, threshold 8.500 (mean"
                + " squared error).");
    assertThat(chart(task, 1).caption())
        .startsWith("Sequence 2 of the test part, which is anomalous: score 9.000, ");
    assertThat(chart(task, 2).caption()).startsWith("Sequence 3 ");
    List<Line> lines = chart(task, 0).lines();
    assertThat(lines.get(0).name()).isEqualTo("actual");
    assertThat(lines.get(0).provenance()).isEqualTo(Provenance.DATA);
    assertThat(lines.get(0).x()).containsExactly(0, 1, 2);
    assertThat(lines.get(0).y()).containsExactly(0, NAN, 3);
    assertThat(lines.get(1).name()).isEqualTo("told again");
    assertThat(lines.get(1).provenance()).isEqualTo(Provenance.MODEL);
    assertThat(lines.get(1).y()).containsExactly(0, 0, 0);
    // All are flagged above a threshold of half a normal score.
    PreparedTask strict = task(ErrorMeasure.ABSOLUTE, new Quantile(0)).prepare(NO_FOLDERS, 1);
    assertThat(strict.exhibits(ZEROS, 2))
        .extracting(Exhibit::title)
        .containsExactly(
            "Anomalous, judged anomalous", "Normal, judged anomalous", "Anomalous, judged normal");
    assertThat(chart(strict, 1).caption()).endsWith("threshold 0.5000 (mean absolute error).");
  }

  @Test
  void channelsAndFramesAreShownStepByStep() {
    double[] values = IntStream.range(0, 20).mapToDouble(i -> i % 4 == 3 ? 90 + i : i).toArray();
    List<LabelledSequence> normal =
        List.of(
            new LabelledSequence(
                "ok", new Measurements(4, values, Optional.empty()), new Place("t", 1)));
    PreparedTask task =
        new SequenceAnomalies(
                source(normal, normal, normal),
                List.of("ok"),
                ChannelScale.NONE,
                2,
                ErrorMeasure.SQUARED,
                new Quantile(1))
            .prepare(NO_FOLDERS, 1);
    // Three frames of two steps of four channels; the last frame lacks a step.
    Predictor counting =
        batch -> {
          float[] told = new float[3 * 8];
          for (int i = 0; i < told.length; i++) {
            told[i] = 100 + i;
          }
          return told;
        };
    List<Exhibit> exhibits = task.exhibits(counting, 1);
    assertThat(exhibits)
        .extracting(Exhibit::title)
        .containsExactly(
            "Normal, judged normal, channel 1",
            "Normal, judged normal, channel 2",
            "Normal, judged normal, channel 3");
    Chart second = (Chart) exhibits.get(1);
    assertThat(second.lines().get(0).y()).containsExactly(1, 5, 9, 13, 17);
    assertThat(second.lines().get(1).y()).containsExactly(101, 105, 109, 113, 117);
  }

  @Test
  void aPartWithoutAnomaliesHasNoFiguresOfThem() {
    List<LabelledSequence> normal = List.of(sequence("ok", 1), sequence("ok", 3));
    PreparedTask task =
        new SequenceAnomalies(
                source(normal, normal, normal),
                List.of("ok"),
                ChannelScale.STANDARD,
                1,
                ErrorMeasure.SQUARED,
                new Quantile(0.5))
            .prepare(NO_FOLDERS, 1);
    // Scaled to -1 and 1.
    Map<String, Double> test = task.evaluate(Split.TEST, ZEROS, 2);
    assertThat(test).containsEntry("error", 1.0).containsEntry("accuracy", 1.0);
    assertThat(test.get("rocAuc")).isNaN();
    assertThat(test.get("recall")).isNaN();
    // The mean of both is 0.
    assertThat(task.baselines().get(0).metrics().get(Split.TEST)).containsEntry("error", 1.0);
  }

  @Test
  void whatCannotBeLearntIsRefused() {
    assertThatThrownBy(
            () ->
                new SequenceAnomalies(
                        source(TRAIN, VALID, TEST),
                        List.of("ok", "fine"),
                        ChannelScale.NONE,
                        1,
                        ErrorMeasure.SQUARED,
                        new BestF1())
                    .prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("no sequence of the training part has the normal label 'fine', only bad, ok");
    for (List<LabelledSequence> valid : List.of(List.of(VALID.get(0)), List.of(VALID.get(2)))) {
      assertThatThrownBy(
              () ->
                  new SequenceAnomalies(
                          source(TRAIN, valid, TEST),
                          List.of("ok"),
                          ChannelScale.NONE,
                          1,
                          ErrorMeasure.SQUARED,
                          new BestF1())
                      .prepare(NO_FOLDERS, 1))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              valid.get(0).label().equals("ok")
                  ? "the validation part has no anomaly to choose a threshold of \"best-f1\" by;"
                      + " use \"quantile\""
                  : "the validation part has no normal sequence, by which training is stopped and"
                      + " the threshold chosen; make it larger");
    }
    assertThatThrownBy(
            () ->
                new SequenceAnomalies(
                    null, List.of(), ChannelScale.NONE, 1, ErrorMeasure.SQUARED, new BestF1()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("normal must name at least one label");
    EjmlKernels kernels = new EjmlKernels();
    PreparedTask task = task(ErrorMeasure.SQUARED, new BestF1()).prepare(NO_FOLDERS, 1);
    Model stepwise =
        new AutoregressiveForecaster(Small.stack(2), 0, new PyTorchInitializer())
            .build(task.signature(), kernels, new RandomStream(1));
    assertThatThrownBy(
            () -> task.evaluate(Split.VALID, EpochTrainer.predictor(stepwise, kernels), 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "this model reads what it has told of one step before it tells the next, but"
                + " \"sequence-anomalies\" asks for all steps together; use an \"autoencoder\"");
  }

  @Test
  void stepsOfAFrameAreToldTogether() {
    PreparedTask task =
        new SequenceAnomalies(
                source(TRAIN, VALID, TEST),
                List.of("ok"),
                ChannelScale.NONE,
                2,
                ErrorMeasure.SQUARED,
                new BestF1())
            .prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Ahead(2, 0, 0, 2), 2, true));
    Predictor zeros = batch -> new float[2 * batch.steps() * batch.rows()];
    Predictor steps = SequenceAnomaliesTest.ZEROS;
    PreparedTask single = task(ErrorMeasure.SQUARED, new BestF1()).prepare(NO_FOLDERS, 1);
    assertThat(task.evaluate(Split.TEST, zeros, 2))
        .isEqualTo(single.evaluate(Split.TEST, steps, 2));
  }

  /** Waves of one shape at any height; anomalies run the other way. */
  private static List<LabelledSequence> waves(int count, int seed) {
    RandomStream random = new RandomStream(seed);
    List<LabelledSequence> waves = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      boolean anomaly = n % 4 == 0;
      double height = 0.5 + random.nextDouble();
      double[] values = new double[10];
      for (int t = 0; t < values.length; t++) {
        values[t] = (anomaly ? -height : height) * Math.sin(t * Math.PI / 5);
      }
      waves.add(sequence(anomaly ? "bad" : "ok", values));
    }
    return waves;
  }

  @Test
  void anAutoencoderOfNormalWavesFindsOthersAndIsAskedWithoutTheData() {
    SequenceAnomalies task =
        new SequenceAnomalies(
            source(waves(80, 1), waves(20, 2), waves(40, 3)),
            List.of("ok"),
            ChannelScale.STANDARD,
            1,
            ErrorMeasure.SQUARED,
            new BestF1());
    PreparedTask prepared = task.prepare(NO_FOLDERS, 1);
    EjmlKernels kernels = new EjmlKernels();
    Model model =
        Small.trained(new Autoencoder(Small.stack(8), 2, new PyTorchInitializer()), prepared, 40);
    Predictor predictor = EpochTrainer.predictor(model, kernels);
    Map<String, Double> test = prepared.evaluate(Split.TEST, predictor, 16);
    assertThat(test).containsEntry("rocAuc", 1.0).containsEntry("accuracy", 1.0);

    Serving serving =
        new SequenceAnomalies(null, null, task.scale(), task.frame(), task.score(), null)
            .serving(prepared.assets());
    assertThat(serving.signature()).isEqualTo(prepared.signature());
    Service service = serving.service(model, prepared.conclusions(predictor, 16), kernels);
    List<Object> wave = new ArrayList<>();
    List<Object> other = new ArrayList<>();
    for (int t = 0; t < 10; t++) {
      wave.add(t == 4 ? null : Math.sin(t * Math.PI / 5));
      other.add(-Math.sin(t * Math.PI / 5));
    }
    List<Map<String, Object>> replies =
        service.answer(List.of(Map.of("values", wave), Map.of("values", other)));
    assertThat(replies.get(0)).containsOnlyKeys("anomaly", "score", "threshold");
    assertThat(replies.get(0)).containsEntry("anomaly", false);
    assertThat(replies.get(1)).containsEntry("anomaly", true);
    assertThat((Double) replies.get(1).get("score"))
        .isGreaterThan((Double) replies.get(1).get("threshold"));
    assertThat((Double) replies.get(1).get("threshold"))
        .isCloseTo(test.get("threshold"), within(0.0));
    assertThat(service.answer(List.of())).isEmpty();
    assertThatThrownBy(
            () -> service.answer(List.of(Map.of("values", Arrays.asList(new Object[11])))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("every value is missing");
    other.add(1);
    assertThatThrownBy(() -> service.answer(List.of(Map.of("values", other))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("11 steps under 'values'; models of this data read 10 at most");
    assertThatThrownBy(() -> serving.service(model, kernels))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the run has kept no 'threshold.txt', only []");
    assertThatThrownBy(
            () -> serving.service(model, new Assets(Map.of("threshold.txt", "high")), kernels))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the threshold 'high' is not a number");
  }
}
