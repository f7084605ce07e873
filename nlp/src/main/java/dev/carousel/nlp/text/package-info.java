/**
 * Where text comes from: files, their encodings and lines, and how they are cut into training,
 * validation and test parts.
 */
package dev.carousel.nlp.text;
