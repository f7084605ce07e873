/**
 * Telling anomalous sequences from normal ones by how badly a model of the normal ones tells them
 * again.
 */
package dev.carousel.timeseries.anomaly.sequence;
