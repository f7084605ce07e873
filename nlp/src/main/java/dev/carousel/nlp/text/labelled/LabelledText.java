package dev.carousel.nlp.text.labelled;

import dev.carousel.data.Place;

/**
 * A text and its class.
 *
 * @param label the class
 * @param text not blank
 * @param place where it stands
 */
public record LabelledText(String label, String text, Place place) {}
