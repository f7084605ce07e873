/** Finding anomalous steps in series by how badly a model tells the next step from those before. */
package dev.carousel.timeseries.anomaly.series;
