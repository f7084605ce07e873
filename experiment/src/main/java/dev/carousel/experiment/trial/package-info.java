/** Running an experiment: the plan, the trials, the run's folder. */
package dev.carousel.experiment.trial;
