package dev.carousel.train;

/**
 * A figure of merit.
 *
 * @param name as it stands in results, such as "mase"
 * @param lowerIsBetter whether small is good
 */
public record Metric(String name, boolean lowerIsBetter) {}
