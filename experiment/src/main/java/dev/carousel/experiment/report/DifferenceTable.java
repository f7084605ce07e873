package dev.carousel.experiment.report;

import dev.carousel.experiment.statistics.PairedDifference;
import dev.carousel.experiment.statistics.Summary;
import dev.carousel.train.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How variants differ in the deciding test metric, on equal seeds. */
public final class DifferenceTable {
  private static final double SMALLEST = 1e-4;

  private DifferenceTable() {}

  /**
   * The differences of an experiment.
   *
   * @param results the results
   * @return a table with a heading above it and notes below; empty if there is nothing to compare
   */
  public static String text(Results results) {
    if (results.metrics().isEmpty()) {
      return "";
    }
    Metric metric = results.metrics().get(0);
    List<List<String>> rows = new ArrayList<>();
    Set<String> notes = new TreeSet<>();
    for (Comparison comparison : Comparison.of(results)) {
      if (comparison.metric().equals(metric.name())) {
        String pair = comparison.variant() + " - " + comparison.against();
        rows.add(row(pair, comparison));
        comparison.note().ifPresent(note -> notes.add(pair + ": " + note + "\n"));
      }
    }
    if (rows.isEmpty()) {
      return "";
    }
    Table table =
        new Table(
            List.of("difference", "mean", "95 %", "n", "p (Holm)", "effect", "P(better)"), rows, 1);
    return "test %s, differences on equal seeds (%s is better)\n\n%s%s"
        .formatted(
            metric.name(),
            metric.lowerIsBetter() ? "less" : "more",
            table.text(),
            notes.stream().collect(Collectors.joining()));
  }

  private static List<String> row(String pair, Comparison comparison) {
    PairedDifference paired = comparison.paired();
    Summary difference = paired.difference();
    return List.of(
        pair,
        Figures.of(difference.mean()),
        Double.isFinite(difference.low())
            ? "%s to %s".formatted(Figures.of(difference.low()), Figures.of(difference.high()))
            : "-",
        Integer.toString(difference.n()),
        probability(comparison.corrected()),
        Double.isFinite(paired.effectSize())
            ? String.format(Locale.ROOT, "%.2f", paired.effectSize())
            : "-",
        Double.isFinite(comparison.improvement())
            ? String.format(Locale.ROOT, "%.2f", comparison.improvement())
            : "-");
  }

  private static String probability(double p) {
    if (!Double.isFinite(p)) {
      return "-";
    }
    return p < SMALLEST ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }
}
