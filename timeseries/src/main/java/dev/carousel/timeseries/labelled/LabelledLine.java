package dev.carousel.timeseries.labelled;

import java.util.Optional;

/**
 * What a line says of a sequence.
 *
 * @param label its class; empty where the line does not know it
 * @param measurements the sequence
 */
public record LabelledLine(Optional<String> label, Measurements measurements) {}
