/** Inputs that follow from the time alone and so are known for the future. */
package dev.carousel.timeseries.feature;
