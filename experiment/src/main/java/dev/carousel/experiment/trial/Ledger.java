package dev.carousel.experiment.trial;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.SearchResults;
import dev.carousel.experiment.report.SearchTrial;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What is known of a plan's trials. Safe for use by several threads. */
final class Ledger {
  private final Plan plan;
  private final Metric deciding;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private static final class Entry {
    final PlannedVariant planned;
    final Map<Long, TrialResult> reported = new TreeMap<>();
    final Map<Integer, SearchTrial> searched = new TreeMap<>();
    OptionalInt chosen = OptionalInt.empty();

    Entry(PlannedVariant planned) {
      this.planned = planned;
    }

    /** The variant with the values that its search has found. */
    PlannedVariant found() {
      return chosen.isEmpty() ? planned : planned.samples().get(chosen.getAsInt() - 1).variant();
    }
  }

  Ledger(Plan plan) {
    this.plan = plan;
    this.deciding = plan.variants().get(0).task().metrics().get(0);
    plan.variants().forEach(variant -> entries.put(variant.setup().name(), new Entry(variant)));
  }

  /**
   * Takes over what an earlier run has done. Trials that failed are left out: they are run again.
   *
   * @throws InvalidDataException if there are results that this plan does not ask for; they are
   *     never mixed with those that it does
   */
  synchronized void resume(Results earlier) {
    for (VariantResults variant : earlier.variants()) {
      Entry entry = entries.get(variant.name());
      if (entry == null) {
        throw foreign("variant '" + variant.name() + "'");
      }
      long first = plan.filled().experiment().seed();
      long last = first + plan.filled().experiment().compare().seeds() - 1;
      for (TrialResult trial : variant.trials()) {
        if (trial.seed() < first || trial.seed() > last) {
          throw foreign("seed %d of variant '%s'".formatted(trial.seed(), variant.name()));
        } else if (trial.done()) {
          entry.reported.put(trial.seed(), trial);
        }
      }
      variant.search().ifPresent(search -> resume(entry, search));
    }
  }

  private static void resume(Entry entry, SearchResults search) {
    for (SearchTrial trial : search.trials()) {
      String name = entry.planned.setup().name();
      int samples = entry.planned.samples().size();
      if (trial.number() < 1 || trial.number() > samples) {
        throw foreign("search trial %d of variant '%s'".formatted(trial.number(), name));
      } else if (trial.result().done()) {
        // The values as they were drawn: a number read from a file may be written otherwise.
        PlannedSample planned = entry.planned.samples().get(trial.number() - 1);
        entry.searched.put(
            trial.number(),
            new SearchTrial(
                trial.number(), planned.sample().set(), trial.status(), trial.result()));
      }
    }
    entry.chosen = search.chosen();
  }

  private static InvalidDataException foreign(String what) {
    return new InvalidDataException(
        "results.json has " + what + ", which the experiment does not; give another --out");
  }

  /** Whether there is any result of a trial. */
  synchronized boolean knows(TrialName trial) {
    return trial.search().isPresent()
        ? searched(trial.variant(), trial.search().getAsInt()).isPresent()
        : entries.get(trial.variant()).reported.containsKey(trial.seed());
  }

  /** Whether a trial has ended, well or not, and is not only put off. */
  synchronized boolean isOver(TrialName trial) {
    return knows(trial)
        && (trial.search().isEmpty()
            || searched(trial.variant(), trial.search().getAsInt())
                .filter(known -> known.status() != SearchTrial.Status.PAUSED)
                .isPresent());
  }

  synchronized Optional<SearchTrial> searched(String variant, int number) {
    return Optional.ofNullable(entries.get(variant).searched.get(number));
  }

  synchronized void put(String variant, TrialResult result) {
    entries.get(variant).reported.put(result.seed(), result);
  }

  synchronized void put(String variant, SearchTrial trial) {
    entries.get(variant).searched.put(trial.number(), trial);
  }

  /** A figure that is small for a good trial. */
  double cost(SearchTrial trial) {
    double figure = trial.result().on(Split.VALID).get(deciding.name());
    return deciding.lowerIsBetter() ? figure : -figure;
  }

  /** Ends the search of a variant: the best trial's values are what is reported. */
  synchronized void choose(String variant) {
    Entry entry = entries.get(variant);
    // Ties keep the order of the numbers.
    entry.searched.values().stream()
        .filter(trial -> trial.status() == SearchTrial.Status.DONE)
        .min(Comparator.comparingDouble(this::cost))
        .ifPresent(best -> entry.chosen = OptionalInt.of(best.number()));
  }

  /** The variant as its reported trials are run; empty if its search has found nothing. */
  synchronized Optional<PlannedVariant> found(String variant) {
    Entry entry = entries.get(variant);
    boolean nothing = !entry.planned.samples().isEmpty() && entry.chosen.isEmpty();
    return nothing ? Optional.empty() : Optional.of(entry.found());
  }

  synchronized Results results() {
    List<VariantResults> variants = new ArrayList<>();
    List<PlannedVariant> found = new ArrayList<>();
    for (Entry entry : entries.values()) {
      found.add(entry.found());
      variants.add(
          new VariantResults(
              entry.planned.setup().name(),
              entry.planned.setup().cell(),
              entry.found().size(),
              List.copyOf(entry.reported.values()),
              entry.planned.samples().isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new SearchResults(List.copyOf(entry.searched.values()), entry.chosen))));
    }
    return new Results(
        plan.filled().experiment().name(),
        plan.variants().get(0).task().metrics(),
        plan.filled().experiment().compare().match(),
        plan.filled().experiment().compare().against(),
        variants,
        plan.baselines(),
        Confounds.of(found, plan.binding()));
  }
}
