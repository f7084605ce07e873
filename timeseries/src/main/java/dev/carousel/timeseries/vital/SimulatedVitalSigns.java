package dev.carousel.timeseries.vital;

import dev.carousel.data.DataFolders;
import dev.carousel.data.Place;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.LabelledSequences;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Vital signs of patients who deteriorate or stay as they are. <b>Simulated</b>: no number comes
 * from a patient, and nothing that is measured on them says how good a method is at a bedside. They
 * have what makes real records hard: personal levels, irregular times, missing values, and that it
 * says something when and what is measured. In JSON, "simulated-vital-signs".
 *
 * <p>The channels are heart rate, oxygen saturation, temperature, systolic blood pressure and
 * respiration rate, k = 1 … 5. With t in hours since admission, a sign is
 *
 * <pre>
 * x_k(t)  = μ_k + s_k (u_k + 0.7 z_k(t) + g_k(t) + 0.2 ε)
 * u_k     = ρ_k f + √(1 - ρ_k²) e_k                         the personal level
 * dz_k    = -θ z_k dt + √(2 θ) (ρ_k dw + √(1 - ρ_k²) dw_k)  mean-reverting, θ = 0.2 an hour
 * g_k(t)  = ± max(0, t - t₀) drift / hours                  towards worse, if affected
 * </pre>
 *
 * <p>where f, e_k and ε are standard normal, w and w_k Brownian motions, μ = (80, 96, 37, 125, 16)
 * and s = (12, 1.5, 0.5, 15, 3) in beats a minute, per cent, degrees Celsius, mmHg and breaths a
 * minute, ρ = (0.7, -0.5, 0.5, -0.3, 0.7); saturation is cut at 100. Levels and fluctuations of
 * signs are so correlated by what they share.
 *
 * <p>A stay lasts from half of {@code hours} to all of them, uniformly. A patient who deteriorates
 * does so from t₀ on, uniform between 0.3 and 0.7 of the stay, and each sign is affected with
 * probability 0.7: heart rate, temperature and respiration rise, saturation and pressure fall.
 *
 * <p>At admission every sign is measured. Then each is at times of its own, a Poisson process of
 * {@code rate} times (1, 1, 0.25, 0.5, 0.75) an hour, multiplied by {@code attention} after t₀:
 * staff measure more often whom they worry about, so that missingness is informative, as in
 * intensive care (Che et al., Recurrent neural networks for multivariate time series with missing
 * values, 2018). Of what was measured, a value is lost with probability {@code dropped}, but for
 * the first heart rate; its time stays. A step is every time at which anything was measured.
 *
 * @param train how many patients are the training part, at least 1
 * @param valid how many are the validation part, at least 1
 * @param test how many are the test part, at least 1
 * @param hours the longest stay, above 0
 * @param rate how often the heart rate is measured an hour, above 0
 * @param attention how many times as often a deteriorating patient is measured, above 0; 1 for
 *     measuring times that say nothing
 * @param dropped the probability with which a value is lost, at least 0 and below 1
 * @param deteriorating the probability with which a patient does, 0 to 1
 * @param drift how far an affected sign would drift in {@code hours}, in deviations s
 * @param seed decides everything random; the data's own, so the experiment's seed does not change
 *     it
 */
public record SimulatedVitalSigns(
    int train,
    int valid,
    int test,
    double hours,
    double rate,
    double attention,
    double dropped,
    double deteriorating,
    double drift,
    long seed)
    implements LabelledSource {
  /** The label of patients who deteriorate. */
  public static final String DETERIORATES = "deteriorates";

  /** The label of patients who do not. */
  public static final String STABLE = "stable";

  /** More measurements than this in a stay are a slip. */
  private static final double MOST_MEASUREMENTS = 1e5;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public SimulatedVitalSigns {
    requirePositive("train", train);
    requirePositive("valid", valid);
    requirePositive("test", test);
    requirePositive("hours", hours);
    requirePositive("rate", rate);
    requirePositive("attention", attention);
    if (hours * rate * Math.max(1, attention) > MOST_MEASUREMENTS) {
      throw new IllegalArgumentException(
          "hours · rate · attention must be at most %.0f measurements, got %s"
              .formatted(MOST_MEASUREMENTS, hours * rate * Math.max(1, attention)));
    }
    if (!(dropped >= 0 && dropped < 1)) {
      throw new IllegalArgumentException("dropped must be at least 0 and below 1, got " + dropped);
    }
    if (!(deteriorating >= 0 && deteriorating <= 1)) {
      throw new IllegalArgumentException("deteriorating must be 0 to 1, got " + deteriorating);
    }
    if (!Double.isFinite(drift)) {
      throw new IllegalArgumentException("drift must be finite, got " + drift);
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be above 0, got " + value);
    }
  }

  @Override
  public LabelledSequences read(DataFolders folders) {
    Map<Split, List<LabelledSequence>> parts = new EnumMap<>(Split.class);
    parts.put(Split.TRAIN, patients(Split.TRAIN, train));
    parts.put(Split.VALID, patients(Split.VALID, valid));
    parts.put(Split.TEST, patients(Split.TEST, test));
    return new LabelledSequences(parts, List.of());
  }

  /** A stream each, so that the number of patients does not change who they are. */
  private List<LabelledSequence> patients(Split split, int count) {
    String part = "simulated %s part".formatted(split.name().toLowerCase(Locale.ROOT));
    List<LabelledSequence> patients = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      Place place = new Place(part, n);
      Patient patient = new Patient(this, new RandomStream(seed).derive(place.toString()));
      patients.add(
          new LabelledSequence(
              patient.deteriorates() ? DETERIORATES : STABLE, patient.measurements(), place));
    }
    return patients;
  }
}
