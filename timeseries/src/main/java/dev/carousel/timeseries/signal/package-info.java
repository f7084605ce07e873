/** Simulated signals with anomalies in them. */
package dev.carousel.timeseries.signal;
