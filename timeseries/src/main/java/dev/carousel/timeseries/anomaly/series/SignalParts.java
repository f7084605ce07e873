package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.split.Parts;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From series to the stretches of each part. */
final class SignalParts {
  private final SeriesAnomalies task;
  private final List<Series> series;
  private final List<Parts> parts;
  private final boolean[][] anomalous;
  private final SeriesScales scales;

  /**
   * Looks for the marks and fits the scales.
   *
   * @throws InvalidDataException if marks are none, or values cannot be scaled
   */
  SignalParts(SeriesAnomalies task, SeriesSet set) {
    this.task = task;
    series = set.series();
    refuseStatics(series.get(0));
    List<Heading> columns = columns(series.get(0));
    parts = series.stream().map(each -> task.split().cut(each.name(), each.steps())).toList();
    anomalous = new boolean[series.size()][];
    for (int s = 0; s < anomalous.length; s++) {
      anomalous[s] = marks(series.get(s));
    }
    int[] ends = parts.stream().mapToInt(Parts::trainEnd).toArray();
    List<Series> normal = new ArrayList<>();
    for (int s = 0; s < ends.length; s++) {
      normal.add(normal(series.get(s), columns, ends[s], anomalous[s]));
    }
    scales = SeriesScales.fit(task.scale(), normal, ends);
  }

  /** The columns that are read, in which what is anomalous in the training part is missing. */
  private static Series normal(Series series, List<Heading> columns, int end, boolean[] anomalous) {
    List<Column> read = new ArrayList<>();
    for (Heading heading : columns) {
      double[] values = column(series, heading.name()).values().clone();
      for (int t = 0; t < end; t++) {
        values[t] = anomalous[t] ? Double.NaN : values[t];
      }
      read.add(new Column(heading.name(), heading.role(), values));
    }
    return new Series(series.name(), Optional.empty(), read, Map.of(), series.place());
  }

  /** A column of a series by its name. */
  private static Column column(Series series, String name) {
    return series.columns().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void refuseStatics(Series series) {
    if (!series.statics().isEmpty()) {
      throw new InvalidDataException(
          "\"series-anomalies\" reads no statics; leave out '%s'"
              .formatted(String.join("', '", series.statics().keySet())));
    }
  }

  /** What models read: targets, then past columns but for the marks, then known ones. */
  private List<Heading> columns(Series series) {
    List<Heading> columns = new ArrayList<>();
    for (Role role : Role.values()) {
      for (Column column : series.columns(role)) {
        if (task.anomaly().filter(column.name()::equals).isEmpty()) {
          columns.add(new Heading(column.name(), role));
        } else if (role == Role.TARGET) {
          throw new InvalidDataException(
              ("column '%s' marks anomalies, so it cannot be a target; name it in \"features\" of"
                      + " the data")
                  .formatted(column.name()));
        }
      }
    }
    return columns;
  }

  private boolean[] marks(Series series) {
    boolean[] marks = new boolean[series.steps()];
    if (task.anomaly().isEmpty()) {
      return marks;
    }
    String name = task.anomaly().get();
    if (series.columns().stream().noneMatch(column -> column.name().equals(name))) {
      throw new InvalidDataException(
          ("%s: there is no column '%s' (\"anomaly\"), only %s; name it in \"features\" of the data,"
                  + " too")
              .formatted(
                  series.name(),
                  name,
                  String.join(", ", series.columns().stream().map(Column::name).toList())));
    }
    Column column = column(series, name);
    List<Column> targets = series.columns(Role.TARGET);
    for (int t = 0; t < marks.length; t++) {
      int step = t;
      double mark = column.values()[t];
      // A step that is missing altogether needs no mark.
      boolean absent =
          !column.isKnown(t) && targets.stream().noneMatch(target -> target.isKnown(step));
      if (mark != 0 && mark != 1 && !absent) {
        throw new InvalidDataException(
            "%s: %s in column '%s', which marks anomalies; 0 (normal) or 1 is needed"
                .formatted(
                    series.place().apply(t), column.isKnown(t) ? mark : "a missing value", name));
      }
      marks[t] = mark == 1;
    }
    return marks;
  }

  SeriesScales scales() {
    return scales;
  }

  /**
   * A stretch a series for each part.
   *
   * @throws InvalidDataException if a part has nothing to be learnt or judged
   */
  Map<Split, List<Stretch>> stretches() {
    Map<Split, List<Stretch>> all = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Stretch> some = new ArrayList<>();
      for (int s = 0; s < series.size(); s++) {
        some.add(stretch(s, parts.get(s).start(split), parts.get(s).end(split)));
      }
      all.put(split, List.copyOf(some));
      require(split, some);
    }
    return all;
  }

  /** The steps of a part, after those before it that make a model warm. */
  private Stretch stretch(int number, int start, int end) {
    Series each = series.get(number);
    int begin = Math.max(0, start - task.warmup());
    List<Heading> columns = scales.columns();
    SignalEncoder encoder =
        new SignalEncoder(columns, task.scale(), scales.of(each.name()), task.masks());
    List<Column> values = columns.stream().map(heading -> column(each, heading.name())).toList();
    int width = SignalEncoder.width(columns, task.masks());
    int targets = scales.count(Role.TARGET);
    int steps = end - begin - 1;
    float[] inputs = new float[steps * width];
    float[] wanted = new float[steps * targets];
    boolean[] marks = new boolean[steps];
    for (int t = begin; t < end; t++) {
      int step = t;
      float[] scaled;
      try {
        scaled =
            encoder.scaled(values.stream().mapToDouble(column -> column.values()[step]).toArray());
      } catch (InvalidDataException e) {
        throw new InvalidDataException(each.place().apply(t) + ": " + e.getMessage(), e);
      }
      int at = t - begin - 1;
      encoder
          .next(scaled)
          .ifPresent(
              input -> {
                System.arraycopy(input, 0, inputs, at * width, width);
                System.arraycopy(scaled, 0, wanted, at * targets, targets);
                marks[at] = anomalous[number][step];
              });
    }
    int first = Math.max(start, begin + task.warmup()) - begin - 1;
    return new Stretch(width, targets, inputs, wanted, marks, Math.min(first, steps));
  }

  private void require(Split split, List<Stretch> stretches) {
    boolean learnt = false;
    boolean judged = false;
    boolean normal = false;
    for (Stretch stretch : stretches) {
      for (int t = 0; t < stretch.steps(); t++) {
        learnt |= stretch.isLearnt(t);
        judged |= stretch.isJudged(t);
        normal |= stretch.isJudged(t) && !stretch.anomalous()[t];
      }
    }
    if (split == Split.TRAIN && !learnt) {
      throw new InvalidDataException(
          "the training part has no normal step after another to learn from; make it longer");
    } else if (split == Split.VALID && !normal) {
      throw new InvalidDataException(
          "the validation part has no normal step to be judged, by which training is stopped and"
              + " the threshold chosen; make it longer or \"warmup\" shorter");
    } else if (split == Split.TEST && !judged) {
      throw new InvalidDataException(
          "the test part has no step to be judged; make it longer or \"warmup\" shorter");
    }
  }
}
