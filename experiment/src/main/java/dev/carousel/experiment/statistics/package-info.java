/** What figures of several trials say. Plain numbers in and out. */
package dev.carousel.experiment.statistics;
