/** The forecasting task: parts, windows, scales and batches. */
package dev.carousel.timeseries.forecast;
