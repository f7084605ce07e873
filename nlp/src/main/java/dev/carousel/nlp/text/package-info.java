/**
 * Where text comes from: files of UTF-8, and how they are cut into training, validation and test
 * parts.
 */
package dev.carousel.nlp.text;
