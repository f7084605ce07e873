package dev.carousel.experiment.description;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A random search for the hyperparameters of every variant (Bergstra and Bengio, Random Search for
 * Hyper-Parameter Optimization, JMLR 2012), each with the same budget and the same draws. The
 * values with the best validation metric are kept, and the reported trials use them under seeds
 * that the search has not seen.
 *
 * @param trials how many draws each variant tries
 * @param space dotted path, such as "training.optimizer.learningRate", to what its value is drawn
 *     from
 * @param halving how bad trials end early; empty (null in JSON) to train all to their end
 */
public record Search(Integer trials, Map<String, Distribution> space, Optional<Halving> halving) {
  /**
   * Checks the values and copies the map.
   *
   * @throws IllegalArgumentException if there are no trials or nothing to search
   */
  public Search {
    if (trials != null && trials < 1) {
      throw new IllegalArgumentException("trials must be at least 1, got " + trials);
    }
    if (space.isEmpty()) {
      throw new IllegalArgumentException(
          "space must not be empty; name paths to search, such as"
              + " \"training.optimizer.learningRate\"");
    }
    space = Collections.unmodifiableMap(new LinkedHashMap<>(space));
  }

  /**
   * One round of the search.
   *
   * @param trials how many trials take part
   * @param epochs after which epoch it ends
   */
  public record Round(int trials, int epochs) {}

  /**
   * The rounds.
   *
   * @param epochs how many epochs a whole training has
   * @return how many trials take part in each, and after which epoch it ends; the last after {@code
   *     epochs}
   */
  public List<Round> rounds(int epochs) {
    return halving
        .map(rule -> rule.rounds(trials, epochs))
        .orElse(List.of(new Round(trials, epochs)));
  }
}
