package dev.carousel.timeseries.labelled;

import dev.carousel.data.Place;

/**
 * A sequence and its class.
 *
 * @param label the class
 * @param measurements the sequence
 * @param place where it stands
 */
public record LabelledSequence(String label, Measurements measurements, Place place) {}
