/** Time series in memory and where they come from. */
package dev.carousel.timeseries.series;
