package dev.carousel.experiment.trace;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.trial.PlannedVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The traces that a run's report shows: for each variant its first trial, on the first sequence
 * that is validated on.
 */
public final class FirstTraces {
  /** Jacobians of more numbers than this are left to those who ask for them: they take minutes. */
  private static final double MOST_NUMBERS = 1e7;

  private final Tracer tracer;

  /**
   * Traces with some tracer.
   *
   * @param tracer of the run
   */
  public FirstTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Makes the traces and keeps them in the run's folder.
   *
   * @param trained the variants as they were trained, each with a seed that is done
   * @return a sentence for each variant that has no trace, which says why
   */
  public List<String> write(Map<PlannedVariant, Long> trained) {
    List<String> missing = new ArrayList<>();
    trained.forEach(
        (variant, seed) -> {
          String name = variant.setup().name();
          try {
            int steps = TraceInput.FIRST.in(variant.task()).steps();
            double units = variant.size().units();
            if (steps * units * units > MOST_NUMBERS) {
              missing.add(
                  ("%s is not traced: Jacobians over %d steps of %.0f units take long; 'carousel"
                          + " trace' makes them")
                      .formatted(name, steps, units));
            } else {
              tracer.write(tracer.trace(variant, seed, TraceInput.FIRST), false);
            }
          } catch (InvalidDataException e) {
            missing.add("%s is not traced: %s".formatted(name, e.getMessage()));
          }
        });
    return missing;
  }
}
