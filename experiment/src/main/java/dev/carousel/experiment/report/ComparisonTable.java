package dev.carousel.experiment.report;

import dev.carousel.experiment.statistics.Summary;
import dev.carousel.train.Baseline;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Variants and baselines by rows, test metrics, sizes and times by columns. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /**
   * The comparison of one experiment.
   *
   * @param results the results
   * @return the table
   */
  public static Table of(Results results) {
    return of(Map.of("", results));
  }

  /**
   * The comparisons of several runs in one table.
   *
   * @param runs what to call a run, put before its rows' names unless empty, to its results
   * @return the table
   */
  public static Table of(Map<String, Results> runs) {
    Set<String> metrics = new LinkedHashSet<>();
    runs.values().forEach(results -> metrics.addAll(results.metrics(Split.TEST)));
    List<String> header = new ArrayList<>(List.of("variant"));
    metrics.forEach(metric -> header.add("test " + metric));
    header.addAll(List.of("n", "units", "parameters", "seconds"));
    List<List<String>> rows = new ArrayList<>();
    runs.forEach(
        (run, results) -> {
          String prefix = run.isEmpty() ? "" : run + ": ";
          results.variants().forEach(variant -> rows.add(row(prefix, variant, metrics)));
          results.baselines().forEach(baseline -> rows.add(row(prefix, baseline, metrics)));
        });
    return new Table(header, rows, 1);
  }

  private static List<String> row(String prefix, VariantResults variant, Set<String> metrics) {
    Map<String, Summary> summaries = variant.testSummaries();
    List<String> row = new ArrayList<>(List.of(prefix + variant.name()));
    for (String metric : metrics) {
      row.add(summaries.containsKey(metric) ? Figures.of(summaries.get(metric)) : "-");
    }
    long done = variant.trials().stream().filter(TrialResult::done).count();
    row.add(Long.toString(done));
    row.add(Integer.toString(variant.size().units()));
    row.add(Long.toString(variant.size().parameters()));
    row.add(Figures.seconds(variant.meanSeconds()));
    return row;
  }

  private static List<String> row(String prefix, Baseline baseline, Set<String> metrics) {
    List<String> row = new ArrayList<>(List.of(prefix + baseline.name()));
    Map<String, Double> values = baseline.metrics().getOrDefault(Split.TEST, Map.of());
    metrics.forEach(metric -> row.add(Figures.of(values.getOrDefault(metric, Double.NaN))));
    row.addAll(List.of("", "", "", ""));
    return row;
  }
}
