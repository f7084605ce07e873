/**
 * What tasks of anomalies share: how far something is from what a model of the normal tells, from
 * where on that is an anomaly, and how it is said.
 */
package dev.carousel.timeseries.anomaly;
