package dev.carousel.decode;

/**
 * Labels that a search has found.
 *
 * @param labels the labels, each at least 1, possibly none; the caller's own
 * @param logProbability the log of the probability of all their paths that the search has followed,
 *     in nats
 */
public record Labelling(int[] labels, double logProbability) {}
