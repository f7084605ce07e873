/**
 * From what a model gives to what it means: choosing tokens one after the other from what it thinks
 * of each next one, greedily, by sampling or by beam search; and labels from what models trained
 * with connectionist temporal classification say at each step.
 */
package dev.carousel.decode;
