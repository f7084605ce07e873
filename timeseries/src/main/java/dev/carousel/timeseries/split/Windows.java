package dev.carousel.timeseries.split;

/**
 * The windows of one part, as places in the series; nothing is copied. A window is told by its
 * origin o, the first step to be forecast: its inputs are the steps o - window to o - 1, its
 * targets the steps o to o + horizon - 1. All its targets lie in the part. Its inputs may begin in
 * an earlier part, as all of that is known when the forecast is made.
 *
 * @param window the number of input steps that there must be
 * @param horizon the number of steps to forecast
 * @param stride the steps from one origin to the next
 * @param start the part's first step
 * @param end the step after the part's last
 */
public record Windows(int window, int horizon, int stride, int start, int end) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the window, the horizon or the stride is below 1
   */
  public Windows {
    if (window < 1 || horizon < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "window, horizon and stride must be at least 1, got %d, %d and %d"
              .formatted(window, horizon, stride));
    }
  }

  /**
   * The number of windows.
   *
   * @return possibly 0
   */
  public int count() {
    int last = end - horizon;
    return last < first() ? 0 : (last - first()) / stride + 1;
  }

  /**
   * A window's origin.
   *
   * @param index 0 to count - 1
   * @return the first step to be forecast
   */
  public int origin(int index) {
    return first() + index * stride;
  }

  private int first() {
    return Math.max(start, window);
  }
}
