package dev.carousel.experiment.trial;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.description.Units;
import dev.carousel.experiment.report.Size;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.CountingKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import java.util.Iterator;
import java.util.Locale;

/** How large models are, and how many units make one as large as another. */
final class Sizing {
  private static final int MOST_UNITS = 1 << 20;

  private final Units units;
  private final Kernels kernels;
  private final long seed;

  Sizing(Units units, Kernels kernels, long seed) {
    this.units = units;
    this.kernels = kernels;
    this.seed = seed;
  }

  /**
   * Builds a model and has it answer one sequence, so that a mismatch with the task shows here.
   *
   * @throws InvalidDataException if the architecture cannot serve the task
   */
  Size of(Architecture architecture, PreparedTask task) {
    CountingKernels counting = new CountingKernels(kernels);
    RandomStream random = new RandomStream(seed);
    Model model = architecture.build(task.signature(), counting, random.derive("weights"));
    long parameters = 0;
    for (Parameter parameter : model.parameters()) {
      parameters += parameter.value().shape().elements();
    }
    double flops = 0;
    Iterator<Batch> batches = task.trainingBatches(1, random.derive("training")).iterator();
    if (batches.hasNext()) {
      Batch batch = batches.next();
      long before = counting.operations();
      var outputs = model.outputs(Tape.prediction(counting), batch);
      flops = (double) (counting.operations() - before) / batch.tokens();
      task.loss().of(outputs, batch.targets());
    }
    return new Size(architecture.cell().units(), parameters, flops);
  }

  /**
   * An architecture with the number of units that brings it nearest to a size.
   *
   * @param wanted the size
   * @param match what is to be equal
   * @throws InvalidDataException if even one unit is more than twice as large
   */
  Architecture matched(Architecture architecture, PreparedTask task, Size wanted, Match match) {
    if (match == Match.UNITS) {
      return architecture;
    }
    double goal = amount(wanted, match);
    int low = 1;
    if (amount(of(units.change(architecture, low), task), match) > 2 * goal) {
      throw new InvalidDataException(
          "even one unit has more than twice the %s to match, %.0f; make the base model larger"
              .formatted(match.name().toLowerCase(Locale.ROOT), goal));
    }
    int high = 2;
    while (amount(of(units.change(architecture, high), task), match) < goal) {
      low = high;
      high *= 2;
      if (high > MOST_UNITS) {
        throw new InvalidDataException(
            "the %s do not grow with the number of units, so they cannot be matched"
                .formatted(match.name().toLowerCase(Locale.ROOT)));
      }
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (amount(of(units.change(architecture, middle), task), match) < goal) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double below = goal - amount(of(units.change(architecture, low), task), match);
    double above = amount(of(units.change(architecture, high), task), match) - goal;
    return units.change(architecture, Math.abs(below) <= Math.abs(above) ? low : high);
  }

  private static double amount(Size size, Match match) {
    return match == Match.PARAMETERS ? size.parameters() : size.flops();
  }
}
