package dev.carousel.nlp.text.parallel;

import dev.carousel.data.Place;

/**
 * A text and its translation.
 *
 * @param source not blank
 * @param target not blank
 * @param place where the source stands
 */
public record ParallelText(String source, String target, Place place) {}
