/** What the experiment module itself contributes to experiments. */
package dev.carousel.experiment.plugin;
