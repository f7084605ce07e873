/** Classifying sequences of measurements: the task and the simple methods beside it. */
package dev.carousel.timeseries.classification;
