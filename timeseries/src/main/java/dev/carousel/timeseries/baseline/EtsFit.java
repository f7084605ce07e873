package dev.carousel.timeseries.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.MultivariateFunctionMappingAdapter;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Maximum likelihood for exponential smoothing. The errors are affine in the initial states, ε = ε₀
 * - E x, so for each choice of smoothing parameters the best initial states x solve the normal
 * equations EᵀE x = Eᵀε₀ (Hyndman et al., 2008, section 5.1), and a search over at most four
 * smoothing parameters remains (Nelder and Mead, 1965).
 */
final class EtsFit {
  /**
   * How little log Σ ε² still changes when a search ends: 1e-9 is less than 1e-5 in the log
   * likelihood of 10,000 values.
   */
  private static final double FINE = 1e-9;

  private static final double COARSE = 1e-7;
  private static final double SMALLEST = 1e-4;
  private static final double[] GRID = {0.02, 0.4, 0.9};
  private static final double[] DAMPINGS = {0.85, 0.975};

  private final History training;
  private final Ets.Form form;
  private final int count;
  private final double center;
  private final double unit;
  private final EtsStates states;
  private final double[] errors;
  private final DMatrixRMaj products;
  private final DMatrixRMaj sides;
  private final LinearSolverDense<DMatrixRMaj> solver;

  EtsFit(History training, Ets.Form form) {
    this.training = training;
    this.form = form;
    count = training.count();
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < training.end(); t++) {
      if (training.knows(t)) {
        lowest = Math.min(lowest, training.values()[t]);
        highest = Math.max(highest, training.values()[t]);
      }
    }
    center = lowest / 2 + highest / 2;
    double reach = highest / 2 - lowest / 2;
    unit = reach > 0 ? reach : 1;
    int free = form.states();
    states = new EtsStates(form, free + 1);
    errors = new double[free + 1];
    products = new DMatrixRMaj(free, free);
    sides = new DMatrixRMaj(free, 1);
    solver = LinearSolverFactory_DDRM.chol(free);
  }

  /**
   * The model of maximum likelihood. As the likelihood can have several maxima, one search starts
   * from the best point of a coarse grid for each α and φ on it, and another from the best that
   * they found, for a simplex that has shrunk too early.
   */
  Ets best() {
    List<double[]> found = new ArrayList<>();
    for (double level : GRID) {
      for (double damping : form.trend() == Ets.Trend.DAMPED ? DAMPINGS : new double[] {1}) {
        found.add(search(least(starts(level, damping)), COARSE));
      }
    }
    double[] best = least(found);
    best = least(List.of(best, search(best, FINE)));
    Ets.Smoothing smoothing = smoothing(best);
    double[] initial = initial(smoothing);
    double squares = squares(smoothing, initial);
    for (int i = 0; i < initial.length; i++) {
      initial[i] *= unit;
    }
    initial[0] += center;
    return new Ets(form, smoothing, initial, count, squares, unit);
  }

  private double[] least(List<double[]> parameters) {
    return Collections.min(parameters, Comparator.comparingDouble(this::squares));
  }

  /** The points of the grid that have this α and φ. */
  private List<double[]> starts(double level, double damping) {
    List<double[]> starts = List.of(new double[] {level});
    for (int i = 1; i < form.smoothings(); i++) {
      List<double[]> longer = new ArrayList<>();
      for (double[] start : starts) {
        for (double next : isDamping(i) ? new double[] {damping} : GRID) {
          double[] one = Arrays.copyOf(start, i + 1);
          one[i] = next;
          longer.add(one);
        }
      }
      starts = longer;
    }
    return starts;
  }

  private boolean isDamping(int parameter) {
    return form.trend() == Ets.Trend.DAMPED && parameter == 2;
  }

  private double[] search(double[] start, double tolerance) {
    int size = start.length;
    double[] lower = new double[size];
    double[] upper = new double[size];
    double[] inside = new double[size];
    for (int i = 0; i < size; i++) {
      lower[i] = isDamping(i) ? 0.8 : SMALLEST;
      upper[i] = isDamping(i) ? 0.98 : 1 - SMALLEST;
      // The bounds themselves are infinitely far away for the search.
      double margin = 1e-3 * (upper[i] - lower[i]);
      inside[i] = Math.min(Math.max(start[i], lower[i] + margin), upper[i] - margin);
    }
    double exact = count * Ets.EXACT * Ets.EXACT;
    MultivariateFunction logarithm = p -> Math.log(Math.max(squares(p), exact));
    MultivariateFunctionMappingAdapter free =
        new MultivariateFunctionMappingAdapter(logarithm, lower, upper);
    // The checker ends a search that does not come to the tolerance after 500 steps.
    return free.unboundedToBounded(
        new SimplexOptimizer(new SimpleValueChecker(-1, tolerance, 500))
            .optimize(
                new MaxEval(5_000),
                new ObjectiveFunction(free),
                GoalType.MINIMIZE,
                new InitialGuess(free.boundedToUnbounded(inside)),
                new NelderMeadSimplex(size))
            .getPoint());
  }

  /** From numbers between fixed bounds: α, β / α, φ, γ / (1 - α), as far as there are such. */
  private Ets.Smoothing smoothing(double[] parameters) {
    double level = parameters[0];
    double trend = form.trend() == Ets.Trend.NONE ? 0 : level * parameters[1];
    double damping = form.trend() == Ets.Trend.DAMPED ? parameters[2] : 1;
    double season = form.season() == 1 ? 0 : (1 - level) * parameters[parameters.length - 1];
    return new Ets.Smoothing(level, trend, season, damping);
  }

  private double squares(double[] parameters) {
    Ets.Smoothing smoothing = smoothing(parameters);
    return squares(smoothing, initial(smoothing));
  }

  /** Σ ε² in squared units. */
  private double squares(Ets.Smoothing smoothing, double[] initial) {
    EtsStates single = new EtsStates(form, 1);
    single.set(0, initial);
    double sum = 0;
    for (int t = 0; t < training.end(); t++) {
      double value = value(t);
      double forecast = single.step(smoothing, value);
      sum += Double.isNaN(value) ? 0 : (value - forecast) * (value - forecast);
    }
    return sum;
  }

  private double value(int t) {
    return training.knows(t) ? (training.values()[t] - center) / unit : Double.NaN;
  }

  /** The initial states of least squares. */
  private double[] initial(Ets.Smoothing smoothing) {
    int free = form.states();
    gather(smoothing, free);
    // A state that nothing depends on, such as a point of the season never observed, becomes 0;
    // the small addition makes states that cannot be told apart share what they explain.
    for (int i = 0; i < free; i++) {
      double square = products.get(i, i);
      products.set(i, i, square == 0 ? 1 : square * (1 + 1e-10));
    }
    DMatrixRMaj solution = new DMatrixRMaj(free, 1);
    if (!solver.setA(products)) {
      throw new IllegalStateException(
          "the initial states of %s cannot be solved for %s".formatted(form, smoothing));
    }
    solver.solve(sides, solution);
    return solution.data;
  }

  /** EᵀE and Eᵀε₀: column i > 0 starts from state i - 1 alone and sees values of 0. */
  private void gather(Ets.Smoothing smoothing, int free) {
    products.zero();
    sides.zero();
    states.clear();
    for (int i = 0; i < free; i++) {
      double[] unitState = new double[free];
      unitState[i] = 1;
      states.set(i + 1, unitState);
    }
    double[] sums = products.data;
    for (int t = 0; t < training.end(); t++) {
      double value = value(t);
      double[] forecasts = states.forecast(smoothing.damping());
      if (Double.isNaN(value)) {
        Arrays.fill(errors, 0);
      } else {
        for (int i = 0; i <= free; i++) {
          errors[i] = -forecasts[i];
        }
        errors[0] += value;
        for (int i = 0; i < free; i++) {
          double error = errors[i + 1];
          sides.data[i] -= error * errors[0];
          for (int j = 0; j <= i; j++) {
            sums[i * free + j] += error * errors[j + 1];
          }
        }
      }
      states.correct(smoothing, errors);
    }
    for (int i = 0; i < free; i++) {
      for (int j = 0; j < i; j++) {
        sums[j * free + i] = sums[i * free + j];
      }
    }
  }
}
