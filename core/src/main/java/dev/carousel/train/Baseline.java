package dev.carousel.train;

import java.util.Map;

/**
 * What a simple method reaches on the same data.
 *
 * @param name such as "seasonal-naive"
 * @param metrics its figures on each split, under the names of the task's metrics
 */
public record Baseline(String name, Map<Split, Map<String, Double>> metrics) {}
