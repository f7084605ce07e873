/** How values are scaled before a model sees them, fitted on the training part, and back again. */
package dev.carousel.timeseries.scale;
