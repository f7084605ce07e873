/** Recurrent models that tell the steps to come. */
package dev.carousel.timeseries.model;
