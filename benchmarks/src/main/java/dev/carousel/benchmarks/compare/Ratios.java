package dev.carousel.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Ratios over several workloads.
 *
 * @param ratios at least one
 */
record Ratios(List<Ratio> ratios) {
  /**
   * A ratio.
   *
   * @param workload of which workload
   * @param value above 0
   */
  record Ratio(String workload, double value) {}

  /** Copies the list. */
  Ratios {
    ratios = List.copyOf(ratios);
    if (ratios.isEmpty()) {
      throw new IllegalArgumentException("there are no ratios");
    }
  }

  /** The n-th root of their product. */
  double geometricMean() {
    return Math.exp(
        ratios.stream().mapToDouble(ratio -> Math.log(ratio.value())).average().orElseThrow());
  }

  Ratio lowest() {
    List<Ratio> sorted = new ArrayList<>(ratios);
    sorted.sort((a, b) -> Double.compare(a.value(), b.value()));
    return sorted.get(0);
  }
}
