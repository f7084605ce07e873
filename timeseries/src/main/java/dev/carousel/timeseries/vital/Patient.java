package dev.carousel.timeseries.vital;

import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.labelled.Measurements;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One simulated stay, as {@link SimulatedVitalSigns} states it. */
final class Patient {
  private static final VitalSign[] SIGNS = VitalSign.values();
  private static final double AFFECTED = 0.7;
  private static final double FLUCTUATION = 0.7;
  private static final double NOISE = 0.2;

  /** Of a fluctuation, hours⁻¹. */
  private static final double REVERSION = 0.2;

  private final SimulatedVitalSigns model;
  private final RandomStream random;
  private final boolean deteriorates;
  private final double stay;
  private final double onset;
  private final double[] level = new double[SIGNS.length];
  private final double[] drift = new double[SIGNS.length];

  Patient(SimulatedVitalSigns model, RandomStream random) {
    this.model = model;
    this.random = random;
    deteriorates = random.nextDouble() < model.deteriorating();
    stay = model.hours() * (0.5 + 0.5 * random.nextDouble());
    onset = stay * (0.3 + 0.4 * random.nextDouble());
    double common = random.nextGaussian();
    for (VitalSign sign : SIGNS) {
      level[sign.ordinal()] = sign.correlated(common, random.nextGaussian());
      boolean affected = random.nextDouble() < AFFECTED;
      drift[sign.ordinal()] =
          deteriorates && affected ? sign.worse() * model.drift() / model.hours() : 0;
    }
  }

  boolean deteriorates() {
    return deteriorates;
  }

  /** When which signs are measured: all at admission, then each by itself. */
  private TreeMap<Double, Set<VitalSign>> schedule() {
    TreeMap<Double, Set<VitalSign>> schedule = new TreeMap<>();
    schedule.put(0.0, EnumSet.allOf(VitalSign.class));
    for (VitalSign sign : SIGNS) {
      double rate = model.rate() * sign.frequency();
      double until = deteriorates ? onset : stay;
      double time = random.nextExponential() / rate;
      while (time < stay) {
        if (time >= until) {
          // What remains of a waiting time is drawn anew: a Poisson process has no memory.
          time = until;
          until = stay;
          rate *= model.attention();
        } else {
          schedule.computeIfAbsent(time, at -> EnumSet.noneOf(VitalSign.class)).add(sign);
        }
        time += random.nextExponential() / rate;
      }
    }
    return schedule;
  }

  Measurements measurements() {
    TreeMap<Double, Set<VitalSign>> schedule = schedule();
    double[] times = new double[schedule.size()];
    double[] values = new double[times.length * SIGNS.length];
    Arrays.fill(values, Double.NaN);
    double[] fluctuation = new double[SIGNS.length];
    int step = 0;
    for (Map.Entry<Double, Set<VitalSign>> each : schedule.entrySet()) {
      double time = each.getKey();
      fluctuate(fluctuation, step == 0 ? Double.POSITIVE_INFINITY : time - times[step - 1]);
      for (VitalSign sign : each.getValue()) {
        int k = sign.ordinal();
        double kept = random.nextDouble();
        double value =
            level[k]
                + FLUCTUATION * fluctuation[k]
                + drift[k] * Math.max(0, time - onset)
                + NOISE * random.nextGaussian();
        boolean never = step == 0 && sign == VitalSign.HEART_RATE;
        if (never || kept >= model.dropped()) {
          values[step * SIGNS.length + k] = sign.inUnit(value);
        }
      }
      times[step++] = time;
    }
    return new Measurements(SIGNS.length, values, Optional.of(times));
  }

  /** On by some hours; exact, however many: z' = c z + √(1 - c²) w, c = exp(-θ hours). */
  private void fluctuate(double[] z, double hours) {
    double c = Math.exp(-REVERSION * hours);
    double common = random.nextGaussian();
    for (VitalSign sign : SIGNS) {
      int k = sign.ordinal();
      z[k] = c * z[k] + Math.sqrt(1 - c * c) * sign.correlated(common, random.nextGaussian());
    }
  }
}
