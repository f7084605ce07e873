package dev.carousel.timeseries.anomaly.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.AnomalyDetector;
import dev.carousel.serve.TableFollower;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.Small;
import dev.carousel.timeseries.anomaly.BestF1;
import dev.carousel.timeseries.anomaly.ErrorMeasure;
import dev.carousel.timeseries.channel.ChannelScale;
import dev.carousel.timeseries.labelled.LabelledRows;
import dev.carousel.timeseries.labelled.LabelledRows.LabelCell;
import dev.carousel.timeseries.labelled.LabelledRows.Lines;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.timeseries.model.Autoencoder;
import dev.carousel.timeseries.vital.SimulatedVitalSigns;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sequences in lines, judged by a model with its first weights: what is tested is the way there.
 */
class SequenceDetectorTest {
  private static final List<String> LINES =
      List.of("0,1,2,ok", "2,1,0,ok", "1,,1,ok", "9,9,bad", "0,2,2,ok", "5,1,bad");

  @TempDir private Path folder;

  private SequenceAnomalies task;
  private PreparedTask prepared;
  private Model model;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(folder.resolve("train.csv"), String.join("\n", LINES) + "\n");
    Files.writeString(folder.resolve("test.csv"), "0,3,1,ok\n7,7,bad\n1,1,1,ok\n");
    task = task(source("train.csv", "test.csv"));
    prepared = task.prepare(new DataFolders(List.of(folder)), 1);
    model =
        new Autoencoder(Small.stack(3), 2, new PyTorchInitializer())
            .build(prepared.signature(), new EjmlKernels(), new RandomStream(1));
  }

  private static LabelledRows source(String train, String test) {
    return new LabelledRows(
        new Lines(train, 1, OptionalInt.empty()),
        new Lines(test, 1, OptionalInt.empty()),
        0.5,
        1,
        LabelCell.LAST,
        ",",
        List.of(""));
  }

  private static SequenceAnomalies task(LabelledSource source) {
    return new SequenceAnomalies(
        source, List.of("ok"), ChannelScale.STANDARD, 1, ErrorMeasure.SQUARED, new BestF1());
  }

  private TableFollower follower(SequenceAnomalies of, double threshold) {
    AnomalyDetector detector =
        (AnomalyDetector)
            of.serving(prepared.assets())
                .service(
                    model,
                    new Assets(Map.of("threshold.txt", threshold + "\n")),
                    new EjmlKernels());
    return detector.detections();
  }

  private static List<Map<String, Object>> all(TableFollower follower, List<String> lines) {
    List<Map<String, Object>> rows = new ArrayList<>();
    lines.forEach(line -> rows.addAll(follower.read(line)));
    rows.addAll(follower.end());
    return rows;
  }

  @Test
  void everyLineIsAnsweredWithItsNumberAndLabel() {
    double[] scores =
        new SequenceErrors(ErrorMeasure.SQUARED)
            .of(
                ((PreparedSequenceAnomalies) prepared).sequences().get(Split.TEST),
                EpochTrainer.predictor(model, new EjmlKernels()),
                1);
    List<Map<String, Object>> rows =
        all(follower(task, scores[0]), List.of("0,3,1,ok", "7,7,", "1,1,1,other", "", ""));

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .containsExactly(
            Map.entry("line", 1),
            Map.entry("label", "ok"),
            Map.entry("anomaly", false),
            Map.entry("score", scores[0]),
            Map.entry("threshold", scores[0]));
    assertThat(rows.get(1)).containsEntry("label", null).containsEntry("score", scores[1]);
    assertThat(rows.get(1)).containsEntry("anomaly", scores[1] > scores[0]);
    assertThat(rows.get(2)).containsEntry("label", "other").containsEntry("line", 3);
  }

  @Test
  void aLineIsJudgedByItself() {
    List<Map<String, Object>> forwards = all(follower(task, 1), LINES);
    for (int i = 0; i < LINES.size(); i++) {
      Map<String, Object> alone = all(follower(task, 1), List.of(LINES.get(i))).get(0);
      assertThat(alone.get("score")).isEqualTo(forwards.get(i).get("score"));
    }
  }

  @Test
  void whatIsNoSuchLineIsRefused() {
    assertRefused("0,1,2,3,ok", "4 steps; models of this data read 3 at most");
    assertRefused("0,x,2,ok", "'x' in cell 2 is not a number");
    assertRefused("ok", "there is a label, 'ok', but no value; is the separator right?");
    TableFollower blank = follower(task, 1);
    assertThat(blank.read(" ")).isEmpty();
    assertThatThrownBy(() -> blank.read("1,2,ok"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the line before is blank; remove it");
    assertThatThrownBy(follower(task, 1)::end)
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no line; one sequence a line is needed");
    SimulatedVitalSigns simulated = new SimulatedVitalSigns(1, 1, 1, 24, 1, 2, 0.2, 0.5, 3, 1);
    assertThatThrownBy(() -> follower(task(simulated), 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("sequences of this source do not come in lines; ask with 'carousel predict'");
  }

  private void assertRefused(String line, String message) {
    assertThatThrownBy(() -> follower(task, 1).read(line))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
