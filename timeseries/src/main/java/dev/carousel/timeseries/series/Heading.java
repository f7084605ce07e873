package dev.carousel.timeseries.series;

/**
 * A column without its values.
 *
 * @param name such as "passengers"
 * @param role what it is to a forecast
 */
public record Heading(String name, Role role) {}
