package dev.carousel.benchmarks.worker;

import dev.carousel.benchmarks.measure.Quartiles;

/**
 * How long a step of one system takes.
 *
 * @param engine the system
 * @param seconds of a step
 */
public record Timing(String engine, Quartiles seconds) {}
