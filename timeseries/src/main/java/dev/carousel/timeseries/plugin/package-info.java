/** The named types of this module. */
package dev.carousel.timeseries.plugin;
