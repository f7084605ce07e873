package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.loss.Loss;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.timeseries.anomaly.Threshold;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finding anomalies in series: a model tells every step from all before it, and those that it tells
 * badly are called anomalous (Malhotra, Vig, Shroff and Agarwal, Long short term memory networks
 * for anomaly detection in time series, 2015). In JSON, "series-anomalies".
 *
 * <pre>
 * ŷ_t, h_t  = model(x_t, h_(t-1))       x_t = [y_(t-1); m_(t-1); p_(t-1); k_t]
 * score(t)  = smooth score(t-1) + (1 - smooth) (mean over known values of loss(y_t, ŷ_t))
 * anomalous : score(t) &gt; threshold
 * </pre>
 *
 * <p>y are the targets, scaled, p other columns and k those that are known ahead; m, if {@code
 * masks}, says which targets were measured. What is missing is read as the last known value, or 0
 * before there is one, and is neither learnt nor scored. A step without any known target is not
 * judged. Scores are smoothed, if they are (Hundman et al., Detecting spacecraft anomalies using
 * LSTMs and nonparametric dynamic thresholding, 2018), because a model that was surprised may be so
 * for some steps, and not at each of them.
 *
 * <p>The training part is read in parallel streams, stretch after stretch of {@code steps}, through
 * which states are carried (truncated backpropagation through time). Steps that are marked as
 * anomalous are read there, too, but they are not learnt and scales are not fitted to them. The
 * other parts are read from {@code warmup} steps before them on, from the initial states; so is a
 * table that a trained model is asked about, whose first {@code warmup} steps are not judged.
 *
 * <p>Metrics: {@code error}, the mean score of normal steps, which decides, so that no anomaly
 * decides when to stop. If anomalies are marked, {@code rocAuc} and {@code prAuc} of the scores,
 * {@code precision}, {@code recall} and {@code f1} of steps that are called anomalous, and {@code
 * eventPrecision}, {@code eventRecall} and {@code eventF1} of {@linkplain
 * dev.carousel.timeseries.metric.EventDetections stretches} of them. Then {@code threshold}.
 * Baseline: {@code naive}, which tells every value as the last known one; with a likelihood by a
 * normal distribution around it, of the deviation that such steps have in the training part.
 *
 * <p>A trained model detects in a table of the form of the data, but for the marks: a row has the
 * number of the step in its series, the series if there are several and the time if there are
 * times, "anomaly", "score" and "threshold". Asked with {"lines": […]}, those of such a table, it
 * answers {"detections": […]}.
 *
 * @param data the series
 * @param anomaly the column that marks anomalous steps with 1 and others with 0, which no model
 *     reads; empty (null in JSON) if nothing is marked
 * @param masks whether models read which targets were measured
 * @param steps the most steps that gradients go back, at least 1
 * @param warmup how many steps are read before any is judged, at least 1
 * @param split how the series are cut into parts
 * @param scale how values are scaled
 * @param loss what training makes small and scores are made of: "mse", "mae", or a likelihood with
 *     a density
 * @param smooth how much of the score before is kept, 0 (none) to less than 1
 * @param threshold how the threshold is chosen, on the validation part, whatever part is measured
 */
public record SeriesAnomalies(
    SeriesSource data,
    Optional<String> anomaly,
    boolean masks,
    int steps,
    int warmup,
    Cut split,
    Scale scale,
    Loss loss,
    double smooth,
    Threshold threshold)
    implements Servable {
  private static final String SCALES = "scales.csv";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public SeriesAnomalies {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
    if (warmup < 1) {
      throw new IllegalArgumentException("warmup must be at least 1, got " + warmup);
    }
    if (anomaly.isPresent() && anomaly.get().isBlank()) {
      throw new IllegalArgumentException("anomaly must name a column, got '" + anomaly.get() + "'");
    }
    if (!(smooth >= 0 && smooth < 1)) {
      throw new IllegalArgumentException("smooth must be at least 0 and below 1, got " + smooth);
    }
    new StepScore(loss);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    SeriesSet set = data.load(folders);
    SignalParts parts = new SignalParts(this, set);
    Map<Split, List<Stretch>> stretches = parts.stretches();
    PreparedSeriesAnomalies prepared =
        new PreparedSeriesAnomalies(
            this,
            signature(parts.scales().columns()),
            parts.scales().columns().stream()
                .filter(column -> column.role() == Role.TARGET)
                .map(Heading::name)
                .toList(),
            stretches,
            set.files(),
            new Assets(Map.of(SCALES, parts.scales().text())));
    threshold
        .refusal(prepared.marks(Split.VALID))
        .ifPresent(
            refusal -> {
              throw new InvalidDataException(refusal);
            });
    return prepared;
  }

  /** What models get and give. */
  Signature signature(List<Heading> columns) {
    long targets = columns.stream().filter(column -> column.role() == Role.TARGET).count();
    return new Signature(
        new Signature.Features(SignalEncoder.width(columns, masks)),
        (int) targets * new StepScore(loss).parameters(),
        true,
        true);
  }

  /** Scores are the same whether models read masks or not, and however far gradients go back. */
  @Override
  public SeriesAnomalies measure() {
    return new SeriesAnomalies(
        data, anomaly, false, 1, warmup, split, scale, loss, smooth, threshold);
  }

  @Override
  public Serving serving(Assets assets) {
    return new SeriesServing(this, SeriesScales.read(assets.file(SCALES)));
  }
}
