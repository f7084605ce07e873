package dev.carousel.timeseries.anomaly.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.loss.MeanAbsoluteError;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.TableFollower;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.Small;
import dev.carousel.timeseries.anomaly.Quantile;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.scale.Transform;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Missing;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.SeriesLayout;
import dev.carousel.timeseries.series.TimeColumn;
import dev.carousel.timeseries.split.Chronological;
import dev.carousel.train.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SeriesDetectorPropertiesTest {
  private static final List<Heading> COLUMNS =
      List.of(new Heading("x", Role.TARGET), new Heading("y", Role.TARGET));

  private static SeriesDetector detector(int warmup) {
    SeriesAnomalies task =
        new SeriesAnomalies(
            new CsvSource(
                "table",
                List.of("x", "y"),
                List.of(),
                List.of(),
                List.of(),
                ",",
                true,
                OptionalInt.empty(),
                Missing.ALLOW,
                List.of(""),
                TimeColumn.NONE,
                new SeriesLayout.Rows(Optional.of("id"))),
            Optional.empty(),
            true,
            5,
            warmup,
            new Chronological(0.2, 0.2),
            new Standard(Per.ALL),
            new MeanAbsoluteError(),
            0.3,
            new Quantile(0.9));
    Scaler scaler = new Scaler(new Transform.Identity(), 1, 2);
    EjmlKernels kernels = new EjmlKernels();
    Model model =
        new SequenceArchitecture(Small.stack(3), OptionalInt.empty(), 0, new PyTorchInitializer())
            .build(task.signature(COLUMNS), kernels, new RandomStream(1));
    SeriesScales scales = new SeriesScales(COLUMNS, Map.of("0", List.of(scaler, scaler)));
    return new SeriesDetector(task, scales, model, 1, kernels);
  }

  private static List<Map<String, Object>> all(SeriesDetector detector, List<String> rows) {
    TableFollower follower = detector.detections();
    List<Map<String, Object>> answers = new ArrayList<>(follower.read("id,x,y"));
    rows.forEach(row -> answers.addAll(follower.read(row)));
    return answers;
  }

  private static String number(double value) {
    // A third of the values is missing.
    return Math.abs(value) < 1 ? "" : Double.toString(value);
  }

  /**
   * However rows of three series are mixed, and whatever comes later, each is judged as in a table
   * of its own up to it, to the bit.
   */
  @Property(tries = 60)
  void rowsAreJudgedByThoseBeforeThemInTheirSeriesAlone(
      @ForAll @Size(min = 1, max = 25) List<@DoubleRange(min = -3, max = 3) Double> values,
      @ForAll @Size(25) List<@IntRange(max = 2) Integer> series,
      @ForAll @IntRange(min = 1, max = 4) int warmup) {
    SeriesDetector detector = detector(warmup);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      double other = values.get(values.size() - 1 - i);
      rows.add("%d,%s,%s".formatted(series.get(i), number(values.get(i)), number(other)));
    }
    List<Map<String, Object>> mixed = all(detector, rows);
    assertThat(mixed).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      String id = series.get(i) + ",";
      List<String> own = rows.subList(0, i + 1).stream().filter(row -> row.startsWith(id)).toList();
      List<Map<String, Object>> alone = all(detector, own);
      assertThat(mixed.get(i)).isEqualTo(alone.get(alone.size() - 1));
      boolean missing = rows.get(i).endsWith(",,");
      boolean cold = own.size() <= warmup;
      assertThat(mixed.get(i).get("score") == null).isEqualTo(missing || cold);
    }
  }
}
