package dev.carousel.experiment.trained;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.experiment.description.ExperimentReader;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.SearchResults;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a run has trained so far.
 *
 * @param folder the run's folder
 * @param results what its trials came to
 */
public record TrainedRun(Path folder, Results results) {
  private static final String EXPERIMENT = "experiment.json";
  private static final String RESULTS = "results.json";

  /**
   * Reads the results of a run.
   *
   * @param folder the run's folder
   * @return the run
   * @throws InvalidDataException if it is not the folder of a run
   */
  public static TrainedRun at(Path folder) {
    for (String file : List.of(EXPERIMENT, RESULTS)) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new InvalidDataException(
            "'" + folder + "' is not the folder of a run: it has no " + file);
      }
    }
    return new TrainedRun(folder, ResultsJson.read(folder.resolve(RESULTS)));
  }

  /**
   * Reads its experiment.
   *
   * @param names the types that it may name
   * @return the experiment, filled in
   * @throws InvalidDataException if it cannot be read
   */
  public FilledExperiment experiment(NamedTypes names) {
    return new ExperimentReader(names).fill(Json.read(folder.resolve(EXPERIMENT)), "experiment");
  }

  /**
   * A variant of a name.
   *
   * @param name its name
   * @return its results
   * @throws InvalidDataException if there is none, naming those that there are
   */
  public VariantResults variant(String name) {
    return results.variants().stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidDataException(
                    "no variant '%s' in %s%s"
                        .formatted(
                            name,
                            folder,
                            Suggestion.ending(
                                name,
                                "variants",
                                results.variants().stream().map(VariantResults::name).toList()))));
  }

  /**
   * The trials of a variant that are done.
   *
   * @param variant the variant's results
   * @return their seeds in order
   */
  public static List<Long> seeds(VariantResults variant) {
    return variant.trials().stream().filter(TrialResult::done).map(TrialResult::seed).toList();
  }

  /**
   * The trial of a search whose values a variant's trials use.
   *
   * @param variant the variant's results
   * @return its number; empty if nothing was searched
   */
  public static OptionalInt chosen(VariantResults variant) {
    return variant.search().map(SearchResults::chosen).orElse(OptionalInt.empty());
  }

  /**
   * Whether a variant has a trial to take.
   *
   * @param variant the variant's results
   * @param seed the seed asked for; empty for any
   * @return nothing if it has, else what is missing
   */
  public static Optional<String> missing(VariantResults variant, OptionalLong seed) {
    List<Long> done = seeds(variant);
    if (done.isEmpty()) {
      return Optional.of("variant '" + variant.name() + "' has no trial that is done");
    } else if (seed.isPresent() && !done.contains(seed.getAsLong())) {
      return Optional.of(
          "variant '%s' has no trial of seed %d that is done; there are %s"
              .formatted(variant.name(), seed.getAsLong(), done));
    }
    return Optional.empty();
  }

  /**
   * A model of the run.
   *
   * @param variant its variant
   * @param seed the seed of its trial, which is done
   * @param reason why it and none of another variant, for people; empty where no other was there to
   *     take
   */
  public record Choice(VariantResults variant, long seed, Optional<String> reason) {}

  /**
   * Chooses a trial: of the variant asked for or else of the one with the best validation metric,
   * averaged over its trials that are done.
   *
   * @param name the variant asked for; empty for the best
   * @param seed the seed asked for; empty for the first that is done
   * @return the trial
   * @throws InvalidDataException if there is none
   */
  public Choice choose(Optional<String> name, OptionalLong seed) {
    List<VariantResults> asked = name.map(this::variant).map(List::of).orElse(results.variants());
    List<VariantResults> possible = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (VariantResults variant : asked) {
      missing(variant, seed).ifPresentOrElse(reasons::add, () -> possible.add(variant));
    }
    if (possible.isEmpty()) {
      throw new InvalidDataException(
          reasons.isEmpty() ? folder + " has no variants" : String.join("; ", reasons));
    }
    Metric deciding = results.metrics().get(0);
    VariantResults best = possible.get(0);
    for (VariantResults variant : possible) {
      double figure = validation(variant, deciding);
      double least = validation(best, deciding);
      boolean better = deciding.lowerIsBetter() ? figure < least : figure > least;
      best = better || Double.isNaN(least) && !Double.isNaN(figure) ? variant : best;
    }
    return new Choice(
        best,
        seed.orElse(seeds(best).get(0)),
        possible.size() == 1
            ? Optional.empty()
            : Optional.of(
                String.format(
                    Locale.ROOT,
                    "the best on validation, %s %.5g",
                    deciding.name(),
                    validation(best, deciding))));
  }

  private static double validation(VariantResults variant, Metric metric) {
    return variant.trials().stream()
        .filter(TrialResult::done)
        .mapToDouble(trial -> trial.on(Split.VALID).getOrDefault(metric.name(), Double.NaN))
        .average()
        .orElse(Double.NaN);
  }
}
