package dev.carousel.timeseries.forecast;

/**
 * One forecast.
 *
 * @param series the number of the series
 * @param origin the first step to be forecast
 */
record Window(int series, int origin) {}
