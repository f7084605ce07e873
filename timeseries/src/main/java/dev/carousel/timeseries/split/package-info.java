/** How series are cut in time into parts, and parts into windows. Nothing is copied. */
package dev.carousel.timeseries.split;
