package dev.carousel.timeseries.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Exponential smoothing as a state space model with additive errors ε of variance σ² (Hyndman,
 * Koehler, Ord and Snyder, Forecasting with exponential smoothing, 2008, chapter 2):
 *
 * <pre>
 * y(t) = l(t-1) + φ b(t-1) + s(t-m) + ε(t)
 * l(t) = l(t-1) + φ b(t-1) + α ε(t)       level
 * b(t) = φ b(t-1) + β ε(t)                trend: none, additive (φ = 1) or damped
 * s(t) = s(t-m) + γ ε(t)                  season: none or additive
 * </pre>
 *
 * <p>Smoothing parameters and initial states are those of maximum likelihood within 0 &lt; α &lt;
 * 1, 0 &lt; β &lt; α, 0 &lt; γ &lt; 1 - α and 0.8 ≤ φ ≤ 0.98, and the form is the one of least
 * AICc. A value that was not observed leaves the states to their forecasts, as if ε were 0.
 *
 * <p>Forecasts k steps after the last known value have the variance σ² (1 + Σ c(j)²) over 0 &lt; j
 * &lt; k with c(j) = α + β (φ + … + φʲ) + γ [m divides j] (chapter 6). Forecasts of a longer
 * history start from the states that the model comes to there, with the parameters it has.
 */
public final class Ets implements BaselineMethod {
  /** What the trend does. */
  public enum Trend {
    /** There is none: b = 0. */
    NONE,
    /** It goes on: φ = 1. */
    ADDITIVE,
    /** It fades: φ &lt; 1. */
    DAMPED
  }

  /**
   * Which states there are.
   *
   * @param trend what the trend does
   * @param season m, the steps in a season, 1 for no season
   */
  public record Form(Trend trend, int season) {
    /**
     * Checks the season.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Form {
      if (season < 1) {
        throw new IllegalArgumentException("season must be at least 1, got " + season);
      }
    }

    /** How many smoothing parameters there are: α, β, φ, γ as far as there is use for them. */
    int smoothings() {
      return 1 + trend.ordinal() + (season > 1 ? 1 : 0);
    }

    /** How many initial states are free: those of the season sum to 0. */
    int states() {
      return (trend == Trend.NONE ? 1 : 2) + season - 1;
    }

    /**
     * The usual name: error, trend and season, such as {@code ets(a,ad,a)}.
     *
     * @return the name
     */
    @Override
    public String toString() {
      String name =
          switch (trend) {
            case NONE -> "n";
            case ADDITIVE -> "a";
            case DAMPED -> "ad";
          };
      return "ets(a,%s,%s)".formatted(name, season > 1 ? "a" : "n");
    }
  }

  /**
   * The smoothing parameters.
   *
   * @param level α
   * @param trend β, 0 without a trend
   * @param season γ, 0 without a season
   * @param damping φ, 1 where nothing is damped
   */
  public record Smoothing(double level, double trend, double season, double damping) {}

  /** Errors below this share of half the range of the series are rounding. */
  static final double EXACT = 1e-9;

  private final Form form;
  private final Smoothing smoothing;
  private final double[] initial;
  private final int count;
  private final double squares;
  private final double unit;

  /**
   * A model with its parameters.
   *
   * @param form which states there are
   * @param smoothing α, β, γ, φ
   * @param initial [{@link Form#states}] of the series; kept
   * @param count how many values of the training part are known
   * @param squares Σ ε² of the training part, in squared units
   * @param unit how large a unit is
   */
  Ets(Form form, Smoothing smoothing, double[] initial, int count, double squares, double unit) {
    this.form = form;
    this.smoothing = smoothing;
    this.initial = initial;
    this.count = count;
    this.squares = squares;
    this.unit = unit;
  }

  /**
   * Chooses the form and learns its parameters. A form that has too many parameters for AICc is not
   * considered; if that leaves none, level alone is taken. Takes time in proportion to the training
   * part and the square of the season.
   *
   * @param training the training part
   * @param season m, the steps in a season; 1 if there is none
   * @return the model of least AICc
   * @throws IllegalArgumentException if the season is below 1 or no value is known
   */
  public static Ets fit(History training, int season) {
    int count = training.count();
    Ets best = fit(training, new Form(Trend.NONE, 1));
    for (Form form : forms(season)) {
      if (count > parameters(form) + 1) {
        Ets other = fit(training, form);
        best = other.aicc() < best.aicc() ? other : best;
      }
    }
    return best;
  }

  private static List<Form> forms(int season) {
    List<Form> forms = new ArrayList<>();
    for (Trend trend : Trend.values()) {
      forms.add(new Form(trend, season));
      if (season > 1) {
        forms.add(new Form(trend, 1));
      }
    }
    return forms;
  }

  /**
   * Learns the parameters of one form.
   *
   * @param training the training part
   * @param form which states there are
   * @return the model of maximum likelihood
   * @throws IllegalArgumentException if no value is known
   */
  public static Ets fit(History training, Form form) {
    training.last();
    return new EtsFit(training, form).best();
  }

  private static int parameters(Form form) {
    return form.smoothings() + form.states() + 1;
  }

  /**
   * The form.
   *
   * @return which states there are
   */
  public Form form() {
    return form;
  }

  /**
   * The smoothing parameters.
   *
   * @return α, β, γ and φ
   */
  public Smoothing smoothing() {
    return smoothing;
  }

  /**
   * The logarithm of the likelihood of the training part, with the variance of maximum likelihood,
   * which counts as what rounding leaves where it is less, so that forms that all fit exactly tie.
   *
   * @return log p(y)
   */
  public double logLikelihood() {
    double variance = Math.max(squares / count, EXACT * EXACT);
    return -count * (Math.log(unit) + (Math.log(2 * Math.PI * variance) + 1) / 2);
  }

  /**
   * Akaike's information criterion, corrected for short series (Hurvich and Tsai, 1989), with the
   * smoothing parameters, the initial states and σ for parameters.
   *
   * @return AICc, the lower the better; infinite if the series is too short for it
   */
  public double aicc() {
    double parameters = parameters(form);
    double left = count - parameters - 1;
    return left <= 0 ? Double.POSITIVE_INFINITY : 2 * (parameters * count / left - logLikelihood());
  }

  /**
   * The standard deviation of the errors one step ahead, with as many degrees of freedom as the
   * training part has known values beyond parameters.
   *
   * @return σ, NaN if there are none
   */
  public double sigma() {
    int degrees = count - parameters(form) + 1;
    return degrees > 0 ? unit * Math.sqrt(squares / degrees) : Double.NaN;
  }

  @Override
  public GaussianForecast forecast(History history, int horizon) {
    int ahead = history.end() - history.last() - 1;
    EtsStates states = new EtsStates(form, 1);
    states.set(0, initial);
    for (int t = 0; t < history.end(); t++) {
      states.step(smoothing, history.knows(t) ? history.values()[t] : Double.NaN);
    }
    double[] means = new double[Math.max(horizon, 1)];
    for (int h = 0; h < horizon; h++) {
      means[h] = states.step(smoothing, Double.NaN);
    }
    double[] deviations = deviations(ahead + horizon);
    return GaussianForecast.of(horizon, h -> means[h], h -> deviations[ahead + h]);
  }

  /** The deviation of forecasts 1, 2, … steps after the last known value. */
  private double[] deviations(int steps) {
    double sigma = sigma();
    double[] deviations = new double[Math.max(steps, 0)];
    double variance = 1;
    double damped = 0;
    double power = 1;
    for (int j = 0; j < deviations.length; j++) {
      if (j > 0) {
        power *= smoothing.damping();
        damped += power;
        double again = j % form.season() == 0 ? smoothing.season() : 0;
        double c = smoothing.level() + smoothing.trend() * damped + again;
        variance += c * c;
      }
      deviations[j] = sigma * Math.sqrt(variance);
    }
    return deviations;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: alpha %.4f, beta %.4f, gamma %.4f, phi %.4f, sigma %.4g",
        form,
        smoothing.level(),
        smoothing.trend(),
        smoothing.season(),
        smoothing.damping(),
        sigma());
  }
}
