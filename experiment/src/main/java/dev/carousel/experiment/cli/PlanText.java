package dev.carousel.experiment.cli;

import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.description.Variant;
import dev.carousel.experiment.json.Json;
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
    for (int i = 0; i < plan.variants().size(); i++) {
      PlannedVariant variant = plan.variants().get(i);
      rows.add(
          List.of(
              variant.setup().name(),
              variant.setup().cell(),
              Long.toString(variant.parameters()),
              changes(experiment.compare().variants().get(i))));
    }
    Table table = new Table(List.of("variant", "cell", "parameters", "set"), rows, 4);
    return "%s: %s\n\n%s\n".formatted(experiment.name(), count(plan), table.text());
  }

  static String count(Plan plan) {
    int seeds = plan.filled().experiment().compare().seeds();
    return "%d %s x %d %s = %d %s"
        .formatted(
            plan.variants().size(),
            plan.variants().size() == 1 ? "variant" : "variants",
            seeds,
            seeds == 1 ? "seed" : "seeds",
            plan.trials(),
            plan.trials() == 1 ? "trial" : "trials");
  }

  private static String changes(Variant variant) {
    return variant.set().entrySet().stream()
        .map(change -> change.getKey() + "=" + Json.line(change.getValue()))
        .collect(Collectors.joining(" "));
  }
}
