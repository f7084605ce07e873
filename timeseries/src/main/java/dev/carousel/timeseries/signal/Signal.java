package dev.carousel.timeseries.signal;

import dev.carousel.random.RandomStream;

/** A simulated signal, step by step, as {@link SimulatedSignal} states it. */
final class Signal {
  private static final double JITTER = 0.1;
  private static final double JITTER_KEPT = 0.95;
  private static final double LEVEL_KEPT = 0.99;
  private static final int LONGEST_SPIKE = 3;

  private final SimulatedSignal model;
  // Two streams, so that the spacing of anomalies does not change the noise.
  private final RandomStream noise;
  private final RandomStream events;
  private double phase;
  private double jitter;
  private double level;
  private AnomalyKind kind;
  private double added;
  private int from;
  private int to;

  Signal(SimulatedSignal model) {
    this.model = model;
    noise = new RandomStream(model.seed()).derive("signal");
    events = new RandomStream(model.seed()).derive("anomalies");
    phase = 2 * Math.PI * noise.nextDouble();
    jitter = noise.nextGaussian();
  }

  /** Writes the values and the marks of the first steps. */
  void write(double[] values, double[] marks) {
    drawAnomaly(model.clean());
    for (int t = 0; t < values.length; t++) {
      if (t == to) {
        drawAnomaly(t);
      }
      boolean anomalous = t >= from;
      double usual = usual(anomalous && kind == AnomalyKind.FREQUENCY ? 2 : 1);
      boolean stuck = anomalous && kind == AnomalyKind.STUCK;
      values[t] = stuck ? values[t - 1] : usual + (anomalous ? added : 0);
      marks[t] = anomalous ? 1 : 0;
    }
  }

  /** The value without an anomaly, a step on. */
  private double usual(double speed) {
    jitter = JITTER_KEPT * jitter + Math.sqrt(1 - JITTER_KEPT * JITTER_KEPT) * noise.nextGaussian();
    phase += speed * 2 * Math.PI * (1 + JITTER * jitter) / model.period();
    level = LEVEL_KEPT * level + model.drift() * noise.nextGaussian();
    // The same to the bit on every machine.
    double wave = StrictMath.sin(phase) + StrictMath.sin(2 * phase + 1) / 2;
    return level + wave + model.noise() * noise.nextGaussian();
  }

  /** Draws the next anomaly after a step. */
  private void drawAnomaly(int after) {
    kind = AnomalyKind.values()[events.nextInt(AnomalyKind.values().length)];
    double sign = events.nextBoolean() ? 1 : -1;
    double more = events.nextDouble();
    int half = model.period() / 2;
    int longer = half + events.nextInt(2 * model.period() - half + 1);
    int spike = 1 + events.nextInt(LONGEST_SPIKE);
    added =
        switch (kind) {
          case SPIKE -> sign * model.size() * (1 + more);
          case SHIFT -> sign * model.size();
          case STUCK, FREQUENCY -> 0;
        };
    double wait = model.period() + model.spacing() * events.nextExponential();
    from = (int) Math.min(Integer.MAX_VALUE / 2, after + wait);
    to = from + (kind == AnomalyKind.SPIKE ? spike : longer);
  }
}
