package dev.carousel.timeseries.vital;

/** What is measured of a simulated patient, the channels in this order. */
enum VitalSign {
  /** Beats a minute. */
  HEART_RATE(80, 12, 0.7, 1, 1),
  /** Per cent of haemoglobin; never above 100. */
  OXYGEN_SATURATION(96, 1.5, -0.5, -1, 1),
  /** Degrees Celsius. */
  TEMPERATURE(37, 0.5, 0.5, 1, 0.25),
  /** Millimetres of mercury, systolic. */
  BLOOD_PRESSURE(125, 15, -0.3, -1, 0.5),
  /** Breaths a minute. */
  RESPIRATION_RATE(16, 3, 0.7, 1, 0.75);

  private final double mean;
  private final double deviation;
  private final double shared;
  private final int worse;
  private final double frequency;

  /**
   * @param mean of all patients
   * @param deviation of a unit of the model
   * @param shared ρ, the correlation with what all signs share, -1 to 1
   * @param worse 1 if deterioration raises it, -1 if it lowers it
   * @param frequency how often it is measured, in measurements of the heart rate
   */
  VitalSign(double mean, double deviation, double shared, int worse, double frequency) {
    this.mean = mean;
    this.deviation = deviation;
    this.shared = shared;
    this.worse = worse;
    this.frequency = frequency;
  }

  double frequency() {
    return frequency;
  }

  int worse() {
    return worse;
  }

  /** ρ f + √(1 - ρ²) e, of unit variance if both are. */
  double correlated(double common, double own) {
    return shared * common + Math.sqrt(1 - shared * shared) * own;
  }

  /** A number of the model in the sign's unit. */
  double inUnit(double standardised) {
    double value = mean + deviation * standardised;
    return this == OXYGEN_SATURATION ? Math.min(100, value) : value;
  }
}
