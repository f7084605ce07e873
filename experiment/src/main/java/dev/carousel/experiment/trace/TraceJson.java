package dev.carousel.experiment.trace;

import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.inspect.JacobianNorms;
import dev.carousel.inspect.LayerTrace;
import dev.carousel.inspect.MemoryHorizon;
import dev.carousel.inspect.Timescale;
import dev.carousel.inspect.ValueTrace;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of traces/VARIANT-seedN.json. Numbers have four significant digits; one that is not
 * finite is null.
 *
 * <pre>
 * {"variant", "cell", "seed", "input", "steps": T, "labels": [T texts] | null, "loss": L | null,
 *  "layers": [
 *    {"name", "direction": "forward" | "backward", "units": N,
 *     "values": [{"name", "kind": "gate" | "candidate" | "state" | "other",
 *                 "data": [[N numbers] x T], "mean", "sd", "low"?, "high"?}],
 *     "gradients": {STATE: [T+1 norms of ∂L/∂s_t]} | null,
 *     "jacobian": {STATE: {"lag": [..], "norm": [..], "singularValues"?: [[..] a lag],
 *                          "horizon": steps | null}},
 *     "horizon": {"steps": number | null, "note"},
 *     "timescales": {STATE: {"coefficient", "median", "longest"}}}],
 *  "leftOut": [why a layer has no trace]}
 * </pre>
 */
public final class TraceJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final MathContext DIGITS = new MathContext(4);

  private TraceJson() {}

  /**
   * Writes a trace.
   *
   * @param trace the trace
   * @param singularValues whether with all singular values of the Jacobians
   * @return its JSON
   */
  public static ObjectNode write(Trace trace, boolean singularValues) {
    ObjectNode root = JSON.objectNode();
    root.put("variant", trace.variant()).put("cell", trace.cell()).put("seed", trace.seed());
    root.put("input", trace.input()).put("steps", trace.steps());
    if (trace.labels().isEmpty()) {
      root.putNull("labels");
    } else {
      trace.labels().forEach(root.putArray("labels")::add);
    }
    root.set("loss", number(trace.inspection().loss().orElse(Double.NaN)));
    ArrayNode layers = root.putArray("layers");
    trace.inspection().layers().forEach(layer -> layers.add(layer(layer, singularValues)));
    trace.inspection().leftOut().forEach(root.putArray("leftOut")::add);
    return root;
  }

  private static ObjectNode layer(LayerTrace layer, boolean singularValues) {
    ObjectNode object = JSON.objectNode().put("name", layer.name());
    object.put("direction", layer.reversed() ? "backward" : "forward");
    object.put("units", layer.units());
    ArrayNode values = object.putArray("values");
    layer.values().forEach(value -> values.add(value(value)));
    if (layer.gradients().isEmpty()) {
      object.putNull("gradients");
    } else {
      ObjectNode gradients = object.putObject("gradients");
      layer.gradients().forEach((state, norms) -> gradients.set(state, numbers(norms)));
    }
    ObjectNode jacobians = object.putObject("jacobian");
    layer
        .jacobians()
        .forEach((state, norms) -> jacobians.set(state, jacobian(norms, singularValues)));
    ObjectNode horizon = object.putObject("horizon");
    horizon.set("steps", steps(layer.horizon().steps()));
    horizon.put("note", layer.horizon().note());
    ObjectNode timescales = object.putObject("timescales");
    layer.timescales().forEach((state, timescale) -> timescales.set(state, timescale(timescale)));
    return object;
  }

  private static ObjectNode value(ValueTrace value) {
    ObjectNode object = JSON.objectNode().put("name", value.name());
    object.put(
        "kind",
        switch (value.kind()) {
          case GATE -> "gate";
          case CANDIDATE -> "candidate";
          case STATE, BOUNDED_STATE -> "state";
          case OTHER -> "other";
        });
    ArrayNode data = object.putArray("data");
    for (float[] step : value.data()) {
      ArrayNode row = data.addArray();
      for (float number : step) {
        row.add(number(number));
      }
    }
    object.set("mean", number(value.mean()));
    object.set("sd", number(value.sd()));
    value.low().ifPresent(low -> object.set("low", number(low)));
    value.high().ifPresent(high -> object.set("high", number(high)));
    return object;
  }

  private static ObjectNode jacobian(JacobianNorms jacobian, boolean singularValues) {
    ObjectNode object = JSON.objectNode();
    ArrayNode lags = object.putArray("lag");
    Arrays.stream(jacobian.lags()).forEach(lags::add);
    object.set("norm", numbers(jacobian.norms()));
    if (singularValues) {
      ArrayNode all = object.putArray("singularValues");
      for (double[] values : jacobian.singularValues()) {
        all.add(numbers(values));
      }
    }
    object.set("horizon", steps(MemoryHorizon.of(jacobian)));
    return object;
  }

  private static ObjectNode timescale(Timescale timescale) {
    ObjectNode object = JSON.objectNode().put("coefficient", timescale.coefficient());
    object.set("median", number(timescale.median()));
    object.set("longest", number(timescale.longest()));
    return object;
  }

  private static JsonNode steps(OptionalInt steps) {
    return steps.isPresent() ? JSON.numberNode(steps.getAsInt()) : JSON.nullNode();
  }

  private static ArrayNode numbers(double[] values) {
    ArrayNode array = JSON.arrayNode();
    for (double value : values) {
      array.add(number(value));
    }
    return array;
  }

  private static JsonNode number(double value) {
    return ResultsJson.number(
        Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value);
  }
}
