package dev.carousel.benchmarks.engine;

import java.util.Map;

/**
 * What a step computes.
 *
 * @param output [T, B, H]
 * @param gradients the gradients of the weights by their names, of the input under "x" and of the
 *     initial states under theirs; empty for inference; systems that do not give all leave some out
 */
public record Result(float[] output, Map<String, float[]> gradients) {}
