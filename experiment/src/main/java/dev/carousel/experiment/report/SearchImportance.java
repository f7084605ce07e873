package dev.carousel.experiment.report;

import dev.carousel.experiment.statistics.Importance;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How much each searched hyperparameter mattered, over the searches of all variants: the outcomes
 * are ranks of the validation metric within a variant, so that differences between variants do not
 * count. A failed trial ranks last; one that was stopped early ranks by the epochs it had.
 *
 * @param paths path to its share of the variance of the ranks; NaN where that is not defined
 * @param note what the shares are, or why there are none
 */
public record SearchImportance(Map<String, Double> paths, String note) {
  private static final String METHOD =
      "share of the variance of the validation ranks within each variant that one hyperparameter"
          + " alone explains (adjusted R² of a quadratic in its rank, or of one mean for each"
          + " choice); %d trials";

  /**
   * The importances.
   *
   * @param results the searches
   * @return a share a path, none without a search
   */
  public static SearchImportance of(Results results) {
    Metric metric = results.metrics().get(0);
    Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    List<Double> outcomes = new ArrayList<>();
    for (VariantResults variant : results.variants()) {
      List<SearchTrial> trials = variant.search().map(SearchResults::trials).orElse(List.of());
      double[] figures =
          trials.stream()
              .map(SearchTrial::result)
              .mapToDouble(result -> result.on(Split.VALID).getOrDefault(metric.name(), Double.NaN))
              .toArray();
      if (figures.length > 0) {
        Arrays.stream(Importance.ranks(figures, metric.lowerIsBetter())).forEach(outcomes::add);
      }
      for (SearchTrial trial : trials) {
        trial
            .set()
            .forEach(
                (path, value) -> values.computeIfAbsent(path, p -> new ArrayList<>()).add(value));
      }
    }
    if (outcomes.size() < Importance.FEWEST) {
      return new SearchImportance(
          Map.of(),
          "not computed: %d search trials; at least %d are needed"
              .formatted(outcomes.size(), Importance.FEWEST));
    }
    double[] ranks = outcomes.stream().mapToDouble(Double::doubleValue).toArray();
    Map<String, Double> shares = new LinkedHashMap<>();
    values.forEach(
        (path, tried) -> {
          boolean numbers = tried.stream().allMatch(JsonNode::isNumber);
          shares.put(
              path,
              numbers
                  ? Importance.ofNumbers(
                      tried.stream().mapToDouble(JsonNode::doubleValue).toArray(), ranks)
                  : Importance.ofChoices(tried, ranks));
        });
    return new SearchImportance(shares, METHOD.formatted(ranks.length));
  }
}
