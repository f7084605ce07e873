package dev.carousel.experiment.cli;

import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.description.Variant;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Figures;
import dev.carousel.experiment.report.Table;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a run would do. */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    Experiment experiment = plan.filled().experiment();
    List<List<String>> rows = new ArrayList<>();
    for (PlannedVariant variant : plan.variants()) {
      rows.add(
          List.of(
              variant.setup().name(),
              variant.setup().cell(),
              Integer.toString(variant.size().units()),
              Long.toString(variant.size().parameters()),
              Figures.of(variant.size().flops())));
    }
    Table table =
        new Table(List.of("variant", "cell", "units", "parameters", "FLOPs a step"), rows, 2);
    String sets =
        experiment.compare().variants().stream()
            .filter(variant -> !variant.set().isEmpty())
            .map(variant -> variant.name() + " sets " + changes(variant) + "\n")
            .collect(Collectors.joining());
    return "%s: %s\n\n%s\n%s%s"
        .formatted(experiment.name(), count(plan), table.text(), sets, sets.isEmpty() ? "" : "\n");
  }

  static String count(Plan plan) {
    int seeds = plan.filled().experiment().compare().seeds();
    String reported =
        "%d %s x %d %s = %d %s"
            .formatted(
                plan.variants().size(),
                plan.variants().size() == 1 ? "variant" : "variants",
                seeds,
                seeds == 1 ? "seed" : "seeds",
                plan.trials(),
                plan.trials() == 1 ? "trial" : "trials");
    return plan.searchTrials() == 0
        ? reported
        : reported + ", after " + plan.searchTrials() + " search trials";
  }

  private static String changes(Variant variant) {
    return variant.set().entrySet().stream()
        .map(change -> change.getKey() + "=" + Json.line(change.getValue()))
        .collect(Collectors.joining(" "));
  }
}
