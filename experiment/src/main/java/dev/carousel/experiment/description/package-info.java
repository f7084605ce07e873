/** What an experiment is: the filled description and its variants. */
package dev.carousel.experiment.description;
