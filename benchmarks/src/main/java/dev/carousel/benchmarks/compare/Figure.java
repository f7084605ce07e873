package dev.carousel.benchmarks.compare;

/**
 * What was reached of a target.
 *
 * @param subject what is measured
 * @param threads with how many threads; 0 where that is part of the subject
 * @param value the geometric mean over the workloads
 * @param lowest the lowest of them
 * @param lowestOf whose it is
 * @param workloads how many there were
 * @param goal the target in words, such as "≥ 1.25, none below 1"
 * @param reached whether it was reached
 */
record Figure(
    String subject,
    int threads,
    double value,
    double lowest,
    String lowestOf,
    int workloads,
    String goal,
    boolean reached) {

  /** A target for the geometric mean. */
  static Figure mean(String subject, int threads, Ratios ratios, double goal) {
    double mean = ratios.geometricMean();
    return of(subject, threads, ratios, "≥ " + Numbers.plain(goal), mean >= goal);
  }

  /** A target for the geometric mean with a limit below which no workload may be. */
  static Figure meanAndLowest(
      String subject, int threads, Ratios ratios, double goal, double limit) {
    boolean reached = ratios.geometricMean() >= goal && ratios.lowest().value() >= limit;
    return of(
        subject,
        threads,
        ratios,
        "≥ %s, none below %s".formatted(Numbers.plain(goal), Numbers.plain(limit)),
        reached);
  }

  /** A target for every workload. */
  static Figure every(String subject, int threads, Ratios ratios, double goal) {
    return of(
        subject,
        threads,
        ratios,
        "every one ≥ " + Numbers.plain(goal),
        ratios.lowest().value() >= goal);
  }

  /** A target that is a bound from above. */
  static Figure atMost(String subject, int threads, Ratios ratios, double goal) {
    return of(
        subject,
        threads,
        ratios,
        "≤ " + Numbers.plain(goal),
        ratios.ratios().stream().allMatch(ratio -> ratio.value() <= goal));
  }

  private static Figure of(
      String subject, int threads, Ratios ratios, String goal, boolean reached) {
    Ratios.Ratio lowest = ratios.lowest();
    return new Figure(
        subject,
        threads,
        ratios.geometricMean(),
        lowest.value(),
        lowest.workload(),
        ratios.ratios().size(),
        goal,
        reached);
  }
}
