/**
 * Looking into the trained models of a run: which sequence, which weights, and the trace's form.
 */
package dev.carousel.experiment.trace;
