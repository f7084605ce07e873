package dev.carousel.experiment.runs;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Figures;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.Table;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs by rows.
 *
 * @param runs in the order of the rows
 * @param metric the metric by which the best variant is chosen; empty for each run's deciding one
 * @param zone in which times are given
 */
public record RunList(List<PastRun> runs, Optional<String> metric, ZoneId zone) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** Copies the list. */
  public RunList {
    runs = List.copyOf(runs);
  }

  /**
   * For people.
   *
   * @param within folders that lie right in this one are given by their names alone
   * @return two tables, what the runs were and what they came to
   */
  public String text(Path within) {
    List<List<String>> descriptions = new ArrayList<>();
    List<List<String>> results = new ArrayList<>();
    for (PastRun run : runs) {
      Path path = run.folder();
      String folder = (within.equals(path.getParent()) ? path.getFileName() : path).toString();
      descriptions.add(
          List.of(
              folder,
              run.name(),
              TIME.format(run.started().atZone(zone)),
              run.task(),
              run.plannedVariants() + " x " + run.seeds() + ": " + trials(run)));
      Optional<String> by = metric.or(run::decidingMetric);
      Optional<PastRun.Best> best = by.flatMap(run::best);
      results.add(
          List.of(
              folder,
              best.map(PastRun.Best::variant).orElse(noBest(run, by)),
              by.orElse("-"),
              best.map(b -> Figures.of(b.summary())).orElse("-"),
              best.map(b -> Integer.toString(b.summary().n())).orElse("-"),
              Figures.seconds(run.seconds())));
    }
    List<String> described = List.of("folder", "name", "started", "task", "variants x seeds");
    List<String> resulted = List.of("folder", "best", "by test", "mean ± sd", "n", "seconds");
    return new Table(described, descriptions, described.size()).text()
        + "\n"
        + new Table(resulted, results, resulted.indexOf("mean ± sd")).text();
  }

  private static String noBest(PastRun run, Optional<String> by) {
    if (run.done() == 0) {
      return "none done";
    }
    return run.hasSeveralTasks() ? "several tasks" : by.isEmpty() ? "no metric" : "not known";
  }

  private static String trials(PastRun run) {
    String failed = run.failed() > 0 ? ", " + run.failed() + " failed" : "";
    String left = run.unfinished() > 0 ? ", " + run.unfinished() + " unfinished" : "";
    return run.done() + " done" + failed + left;
  }

  /**
   * For programs.
   *
   * @param others folders that hold no run that can be read, and why
   * @return a list with an object a run, and one with "folder" and "reason" for each other folder
   */
  public String json(PastRuns others) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (PastRun run : runs) {
      ObjectNode object = list.addObject();
      object.put("folder", run.folder().toString());
      object.put("name", run.name());
      object.put("started", run.started().toString());
      object.put("task", run.task());
      object.put("variants", run.plannedVariants());
      object.put("seeds", run.seeds());
      object.put("done", run.done());
      object.put("failed", run.failed());
      object.put("unfinished", run.unfinished());
      Optional<String> by = metric.or(run::decidingMetric);
      object.put("metric", by.orElse(null));
      by.flatMap(run::best)
          .ifPresentOrElse(best -> object.set("best", json(best)), () -> object.putNull("best"));
      object.set("seconds", ResultsJson.number(run.seconds()));
    }
    others
        .others()
        .forEach(
            (folder, reason) ->
                list.addObject().put("folder", folder.toString()).put("reason", reason));
    return Json.pretty(list);
  }

  private static ObjectNode json(PastRun.Best best) {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("variant", best.variant());
    object.set("mean", ResultsJson.number(best.summary().mean()));
    object.set("sd", ResultsJson.number(best.summary().sd()));
    return object.put("n", best.summary().n());
  }
}
