package dev.carousel.experiment.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the search for a variant's hyperparameters came to.
 *
 * @param trials the trials so far, by number
 * @param chosen the number of the trial whose values the reported trials use; empty before the end
 *     of the search, or if all its trials failed
 */
public record SearchResults(List<SearchTrial> trials, OptionalInt chosen) {
  /** Copies the list. */
  public SearchResults {
    trials = List.copyOf(trials);
  }

  /**
   * The trial whose values the reported trials use.
   *
   * @return the trial, if one is chosen
   */
  public Optional<SearchTrial> chosenTrial() {
    return trials.stream().filter(trial -> chosen.equals(OptionalInt.of(trial.number()))).findAny();
  }
}
