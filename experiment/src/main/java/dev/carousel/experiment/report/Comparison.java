package dev.carousel.experiment.report;

import dev.carousel.experiment.statistics.Holm;
import dev.carousel.experiment.statistics.Improvement;
import dev.carousel.experiment.statistics.PairedDifference;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * How two variants differ in a test metric.
 *
 * @param metric the metric's name
 * @param variant the one
 * @param against the other
 * @param paired the differences on the seeds that are done in both, the one's figure minus the
 *     other's
 * @param corrected the probability corrected for all comparisons of this metric (Holm); NaN where
 *     there is none
 * @param improvement how probable a trial of the one is better than one of the other
 * @param note why something is missing, if something is
 */
public record Comparison(
    String metric,
    String variant,
    String against,
    PairedDifference paired,
    double corrected,
    double improvement,
    Optional<String> note) {
  /**
   * All comparisons of an experiment: each metric, each variant with the one that is compared
   * against or, without one, with every variant before it.
   *
   * @param results the trials
   * @return the comparisons, by metric
   */
  public static List<Comparison> of(Results results) {
    List<Comparison> all = new ArrayList<>();
    for (Metric metric : results.metrics()) {
      List<Comparison> family = new ArrayList<>();
      for (VariantResults variant : results.variants()) {
        for (VariantResults other : opponents(results, variant)) {
          family.add(of(results, metric, variant, other));
        }
      }
      double[] corrected =
          Holm.corrected(family.stream().mapToDouble(pair -> pair.paired().p()).toArray());
      for (int i = 0; i < corrected.length; i++) {
        Comparison pair = family.get(i);
        all.add(
            new Comparison(
                pair.metric,
                pair.variant,
                pair.against,
                pair.paired,
                corrected[i],
                pair.improvement,
                pair.note));
      }
    }
    return all;
  }

  private static List<VariantResults> opponents(Results results, VariantResults variant) {
    List<VariantResults> variants = results.variants();
    return results
        .against()
        .map(
            name ->
                variants.stream()
                    .filter(other -> other.name().equals(name) && !variant.name().equals(name))
                    .toList())
        .orElse(variants.subList(0, variants.indexOf(variant)));
  }

  private static Comparison of(
      Results results, Metric metric, VariantResults variant, VariantResults other) {
    Optional<String> different = differentData(results, variant.name(), other.name());
    if (different.isPresent()) {
      return new Comparison(
          metric.name(),
          variant.name(),
          other.name(),
          PairedDifference.of(new double[0], new double[0]),
          Double.NaN,
          Double.NaN,
          Optional.of("not compared: measured on different data (" + different.get() + ")"));
    }
    Map<Long, Double> first = figures(variant, metric);
    Map<Long, Double> second = figures(other, metric);
    List<Long> seeds = first.keySet().stream().filter(second::containsKey).toList();
    PairedDifference paired =
        PairedDifference.of(
            seeds.stream().mapToDouble(first::get).toArray(),
            seeds.stream().mapToDouble(second::get).toArray());
    int tried = Math.max(variant.trials().size(), other.trials().size());
    String missing =
        seeds.size() < tried
            ? "%d of %d seeds are not done in both and left out"
                .formatted(tried - seeds.size(), tried)
            : "";
    String note =
        paired.note().map(why -> missing.isEmpty() ? why : why + "; " + missing).orElse(missing);
    return new Comparison(
        metric.name(),
        variant.name(),
        other.name(),
        paired,
        Double.NaN,
        Improvement.probability(values(first), values(second), metric.lowerIsBetter()),
        note.isEmpty() ? Optional.empty() : Optional.of(note));
  }

  /** Where the tasks of two variants differ, if they do. */
  private static Optional<String> differentData(Results results, String one, String other) {
    return results.confounds().stream()
        .filter(Confound::ofTheMeasure)
        .filter(
            confound -> {
              JsonNode first = confound.values().get(one);
              return first == null || !first.equals(confound.values().get(other));
            })
        .map(Confound::what)
        .findFirst();
  }

  /** Seed to figure, of the trials that are done and have a finite one. */
  private static Map<Long, Double> figures(VariantResults variant, Metric metric) {
    Map<Long, Double> figures = new TreeMap<>();
    for (TrialResult trial : variant.trials()) {
      double figure = trial.on(Split.TEST).getOrDefault(metric.name(), Double.NaN);
      if (trial.done() && Double.isFinite(figure)) {
        figures.put(trial.seed(), figure);
      }
    }
    return figures;
  }

  private static double[] values(Map<Long, Double> figures) {
    return figures.values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
