package dev.carousel.experiment.trace;

import dev.carousel.experiment.report.Table;
import dev.carousel.inspect.JacobianNorms;
import dev.carousel.inspect.LayerTrace;
import dev.carousel.inspect.MemoryHorizon;
import dev.carousel.inspect.Timescale;
import dev.carousel.inspect.ValueTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A trace for people: tables of figures for a terminal. */
public final class TraceText {
  private static final int[] STEPS_OF_TEN = {1, 2, 5};
  private static final double LARGE = 1e4;
  private static final double SMALL = 1e-3;

  private TraceText() {}

  /**
   * Prints a trace.
   *
   * @param trace the trace
   * @return lines, each ended
   */
  public static String of(Trace trace) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s (%s), seed %d, on %s: %d steps"
            .formatted(trace.variant(), trace.cell(), trace.seed(), trace.input(), trace.steps()));
    trace.inspection().loss().ifPresent(loss -> text.append(", loss ").append(figure(loss)));
    text.append('\n');
    for (LayerTrace layer : trace.inspection().layers()) {
      text.append("\n%s, %d units%n".formatted(layer.name(), layer.units()));
      text.append(values(layer)).append('\n');
      text.append(flow(layer)).append('\n');
      text.append("memory horizon: %s%n".formatted(horizon(layer.horizon())));
      layer.timescales().forEach((state, timescale) -> text.append(timescale(state, timescale)));
    }
    trace
        .inspection()
        .leftOut()
        .forEach(reason -> text.append("%nnot traced: %s%n".formatted(reason)));
    return text.toString();
  }

  private static String values(LayerTrace layer) {
    List<List<String>> rows = new ArrayList<>();
    for (ValueTrace value : layer.values()) {
      rows.add(
          List.of(
              value.name(),
              switch (value.kind()) {
                case GATE -> "gate, saturated below 0.1, above 0.9";
                case CANDIDATE -> "candidate, saturated beyond ±0.9";
                case BOUNDED_STATE -> "state, saturated beyond ±0.9";
                case STATE -> "state";
                case OTHER -> "";
              },
              figure(value.mean()),
              figure(value.sd()),
              percent(value.low()),
              percent(value.high())));
    }
    return new Table(List.of("value", "kind", "mean", "sd", "low", "high"), rows, 2).text();
  }

  /** Norms at lags 1, 2, 5, 10, 20, … and the largest. */
  private static String flow(LayerTrace layer) {
    int steps = layer.values().get(0).data().length;
    List<Integer> lags = new ArrayList<>();
    for (int ten = 1; ten <= steps; ten *= 10) {
      for (int digit : STEPS_OF_TEN) {
        if (digit * ten < steps) {
          lags.add(digit * ten);
        }
      }
    }
    lags.add(steps);
    List<String> header = new ArrayList<>(List.of("norm at lag"));
    lags.forEach(lag -> header.add(Integer.toString(lag)));
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JacobianNorms> entry : layer.jacobians().entrySet()) {
      String state = entry.getKey();
      double[] norms = entry.getValue().norms();
      List<String> row = new ArrayList<>(List.of("∂%s_T/∂%s_{T-lag}".formatted(state, state)));
      for (int lag : lags) {
        row.add(figure(norms[Arrays.binarySearch(entry.getValue().lags(), lag)]));
      }
      rows.add(row);
    }
    layer
        .gradients()
        .forEach(
            (state, norms) -> {
              List<String> row = new ArrayList<>(List.of("∂L/∂%s_{T-lag}".formatted(state)));
              lags.forEach(lag -> row.add(figure(norms[steps - lag])));
              rows.add(row);
            });
    return new Table(header, rows, 1).text();
  }

  private static String horizon(MemoryHorizon horizon) {
    OptionalInt steps = horizon.steps();
    return steps.isPresent()
        ? "%d steps (%s)".formatted(steps.getAsInt(), horizon.note())
        : horizon.note();
  }

  private static String timescale(String state, Timescale timescale) {
    return "%s is kept by %s: characteristic time 1/(1 - mean) %s steps for the median unit, %s for the longest%n"
        .formatted(
            state,
            timescale.coefficient(),
            figure(timescale.median()),
            figure(timescale.longest()));
  }

  private static String percent(OptionalDouble fraction) {
    return fraction.isPresent()
        ? String.format(Locale.ROOT, "%.1f%%", 100 * fraction.getAsDouble())
        : "";
  }

  private static String figure(double value) {
    if (!Double.isFinite(value)) {
      return value > 0 ? "unlimited" : "-";
    }
    double size = Math.abs(value);
    boolean plain = size == 0 || (size >= SMALL && size < LARGE);
    return String.format(Locale.ROOT, plain ? "%.4g" : "%.1e", value);
  }
}
