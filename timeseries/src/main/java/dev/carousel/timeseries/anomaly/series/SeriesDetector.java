package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.AnomalyDetector;
import dev.carousel.serve.TableFollower;
import dev.carousel.serve.TableRequests;
import dev.carousel.tensor.Kernels;
import dev.carousel.timeseries.anomaly.Verdict;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.SeriesRow;
import dev.carousel.timeseries.series.TableRows;
import dev.carousel.train.Model;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model and its threshold, asked about series. It costs a step of the model a row,
 * however many there were before.
 *
 * @param task as in training
 * @param scales as fitted in training
 * @param model the model
 * @param threshold the highest score that is not anomalous
 * @param kernels what the model computes with
 */
record SeriesDetector(
    SeriesAnomalies task, SeriesScales scales, Model model, double threshold, Kernels kernels)
    implements AnomalyDetector {
  /** A series that is being read. */
  private final class Watch {
    private final SignalEncoder encoder;
    private final ModelSteps steps = new ModelSteps(model, kernels);
    private final Smoothing smoothing = new Smoothing(task.smooth());
    private int read;

    Watch(String series) {
      encoder = new SignalEncoder(scales.columns(), task.scale(), scales.of(series), task.masks());
    }

    /** The score of the next step, NaN where it is not judged. */
    double score(double[] values) {
      float[] scaled = encoder.scaled(values);
      StepScore score = new StepScore(task.loss());
      double judged =
          encoder
              .next(scaled)
              .map(input -> score.of(steps.read(input), 0, scaled, 0, scales.count(Role.TARGET)))
              .orElse(Double.NaN);
      read++;
      return smoothing.next(read > task.warmup() ? judged : Double.NaN);
    }
  }

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    return new TableRequests(this::detections, "detections").answer(requests);
  }

  @Override
  public TableFollower detections() {
    TableRows rows = task.data().table();
    if (task.anomaly().isPresent()) {
      rows = rows.without(task.anomaly().get());
    }
    return new Follower(rows);
  }

  /** Judges each row by what was before it. */
  private final class Follower implements TableFollower {
    private final TableRows rows;
    private final Map<String, Watch> watches = new HashMap<>();

    Follower(TableRows rows) {
      this.rows = rows;
    }

    @Override
    public List<Map<String, Object>> read(String line) {
      return rows.read(line).stream().map(this::answer).toList();
    }

    private Map<String, Object> answer(SeriesRow step) {
      Watch watch = watches.computeIfAbsent(step.series(), Watch::new);
      double score = watch.score(step.values());
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("step", watch.read);
      if (!step.series().isEmpty()) {
        answer.put("series", step.series());
      }
      step.epochMillis().ifPresent(millis -> answer.put("time", rows.time(millis)));
      return new Verdict(score, threshold).addTo(answer);
    }

    @Override
    public List<Map<String, Object>> end() {
      if (watches.isEmpty()) {
        throw new InvalidDataException("there is no row; one row a step is needed");
      }
      return List.of();
    }
  }
}
