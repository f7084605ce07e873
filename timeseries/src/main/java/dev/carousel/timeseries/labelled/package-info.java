/** Sequences of measurements with a label each, and where they come from. */
package dev.carousel.timeseries.labelled;
