/**
 * From JSON to values and back: the binding, its error messages, overrides by path, and the schema.
 */
package dev.carousel.experiment.json;
