/** The program. */
package dev.carousel.experiment;
