package dev.carousel.timeseries.baseline;

/** The steps of a random walk with drift, y(t) = y(t - 1) + b + ε(t), seen with gaps. */
final class RandomWalk {
  private RandomWalk() {}

  /**
   * The variance of ε: a gap of k steps has k times it.
   *
   * @param history what is known of y
   * @param drift b
   * @param estimated how many parameters of the walk were estimated from the same history
   * @return σ², NaN if there are no more pairs of neighbours than parameters
   */
  static double variance(History history, double drift, int estimated) {
    double sum = 0;
    int pairs = 0;
    int before = -1;
    for (int t = 0; t < history.end(); t++) {
      if (!history.knows(t)) {
        continue;
      }
      if (before >= 0) {
        int gap = t - before;
        double error = history.values()[t] - history.values()[before] - drift * gap;
        sum += error * error / gap;
        pairs++;
      }
      before = t;
    }
    return pairs > estimated ? sum / (pairs - estimated) : Double.NaN;
  }
}
