/**
 * The models that a run has trained: which there are, their weights, and how they are asked without
 * their data.
 */
package dev.carousel.experiment.trained;
