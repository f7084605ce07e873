/** Simulated vital signs of patients, measured at irregular times. */
package dev.carousel.timeseries.vital;
