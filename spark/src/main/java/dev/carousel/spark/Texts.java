package dev.carousel.spark;

import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.Size;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.TrialEnd;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.experiment.trial.TrialOrder;
import dev.carousel.train.Architecture;
import dev.carousel.train.Epoch;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import dev.carousel.train.Training;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Orders, epochs and ends of trials as JSON, both ways and to the bit: a number that a trial came
 * to is written as Java prints it, so that those that are not finite have a form, too.
 */
final class Texts {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Texts() {}

  static ObjectNode write(TrialOrder order, JsonBinding binding) {
    PlannedVariant variant = order.variant();
    VariantSetup setup = variant.setup();
    ObjectNode json = JSON.objectNode().put("variant", order.name().variant());
    json.put("seed", order.name().seed());
    order.name().search().ifPresent(number -> json.put("search", number));
    json.put("pause", order.pause()).put("exhibited", order.exhibited()).put("cell", setup.cell());
    json.set("task", binding.write(setup.task(), Task.class));
    json.set("model", binding.write(setup.model(), Architecture.class));
    json.set("training", binding.write(setup.training(), Training.class));
    json.put("units", variant.size().units()).put("parameters", variant.size().parameters());
    return json.put("flops", Double.toString(variant.size().flops()));
  }

  /**
   * Reads an order.
   *
   * @param data gives a task's data
   */
  static TrialOrder order(JsonNode json, JsonBinding binding, Function<Task, PreparedTask> data) {
    String name = json.required("variant").stringValue();
    JsonNode search = json.path("search");
    Task task = binding.read(json.required("task"), Task.class);
    VariantSetup setup =
        new VariantSetup(
            name,
            json.required("cell").stringValue(),
            task,
            binding.read(json.required("model"), Architecture.class),
            binding.read(json.required("training"), Training.class),
            List.of());
    Size size =
        new Size(
            json.required("units").intValue(),
            json.required("parameters").longValue(),
            number(json.required("flops")));
    return new TrialOrder(
        new TrialName(
            name,
            json.required("seed").longValue(),
            search.isInt() ? OptionalInt.of(search.intValue()) : OptionalInt.empty()),
        new PlannedVariant(setup, data.apply(task), size, List.of()),
        json.required("pause").intValue(),
        json.required("exhibited").booleanValue());
  }

  static ObjectNode write(Epoch epoch) {
    ObjectNode json = JSON.objectNode().put("epoch", epoch.epoch());
    json.put("learningRate", Double.toString(epoch.learningRate()));
    json.put("trainingLoss", Double.toString(epoch.trainingLoss()));
    json.set("valid", write(epoch.valid()));
    json.put("tokens", epoch.tokens()).put("best", epoch.best());
    return json.put("seconds", Double.toString(epoch.seconds()));
  }

  static Epoch epoch(JsonNode json) {
    return new Epoch(
        json.required("epoch").intValue(),
        number(json.required("learningRate")),
        number(json.required("trainingLoss")),
        metrics(json.required("valid")),
        json.required("tokens").longValue(),
        json.required("best").booleanValue(),
        number(json.required("seconds")));
  }

  static ObjectNode write(TrialEnd end) {
    TrialResult result = end.result();
    ObjectNode json = JSON.objectNode().put("how", end.how().name()).put("seed", result.seed());
    result.reason().ifPresent(reason -> json.put("reason", reason));
    ObjectNode splits = json.putObject("metrics");
    result.metrics().forEach((split, metrics) -> splits.set(split.name(), write(metrics)));
    json.put("epochs", result.epochs()).put("bestEpoch", result.bestEpoch());
    return json.put("seconds", Double.toString(result.seconds()));
  }

  static TrialEnd end(JsonNode json) {
    Map<Split, Map<String, Double>> splits = new EnumMap<>(Split.class);
    json.required("metrics")
        .properties()
        .forEach(split -> splits.put(Split.valueOf(split.getKey()), metrics(split.getValue())));
    return new TrialEnd(
        new TrialResult(
            json.required("seed").longValue(),
            Optional.ofNullable(json.path("reason").asString(null)),
            splits,
            json.required("epochs").intValue(),
            json.required("bestEpoch").intValue(),
            number(json.required("seconds"))),
        TrialEnd.How.valueOf(json.required("how").stringValue()));
  }

  private static ObjectNode write(Map<String, Double> metrics) {
    ObjectNode json = JSON.objectNode();
    metrics.forEach((name, value) -> json.put(name, Double.toString(value)));
    return json;
  }

  private static Map<String, Double> metrics(JsonNode json) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    json.properties().forEach(each -> metrics.put(each.getKey(), number(each.getValue())));
    return metrics;
  }

  private static double number(JsonNode json) {
    return Double.parseDouble(json.stringValue());
  }
}
