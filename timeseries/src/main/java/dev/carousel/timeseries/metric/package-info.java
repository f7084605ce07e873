/** Measures of forecasts and of detected anomalies: plain numbers in and out. */
package dev.carousel.timeseries.metric;
