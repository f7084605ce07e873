package dev.carousel.experiment.trace;

import dev.carousel.inspect.Inspection;
import java.util.List;

/**
 * A trained model looked into on one sequence.
 *
 * @param variant the model's variant
 * @param cell the name of its cell's type
 * @param seed the seed of the trial that trained it
 * @param input which sequence, such as "valid:0"
 * @param steps T
 * @param labels one a step, or none
 * @param inspection what happened inside
 */
public record Trace(
    String variant,
    String cell,
    long seed,
    String input,
    int steps,
    List<String> labels,
    Inspection inspection) {
  /** Copies the list. */
  public Trace {
    labels = List.copyOf(labels);
  }

  /**
   * Where a run keeps it.
   *
   * @return such as "traces/lstm-seed1.json"
   */
  public String file() {
    return "traces/" + variant + "-seed" + seed + ".json";
  }
}
