/** What forecasts say besides one number: distributions, and the losses that teach them. */
package dev.carousel.timeseries.distribution;
