/** Measures of forecasts and the simple forecasts they are compared with. */
package dev.carousel.timeseries.metric;
