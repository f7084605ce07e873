/** The command line. */
package dev.carousel.experiment.cli;
