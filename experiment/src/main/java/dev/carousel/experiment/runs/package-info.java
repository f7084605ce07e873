/** Past runs: finding, listing and comparing them. */
package dev.carousel.experiment.runs;
