package dev.carousel.benchmarks.worker;

/**
 * A workload that was not timed.
 *
 * @param section the part of the comparison
 * @param cell the cell's label, or what else was run
 * @param shape the sizes
 * @param threads how many threads
 * @param engine the other system
 * @param message why not
 */
public record Failure(
    Section section, String cell, String shape, int threads, String engine, String message) {}
