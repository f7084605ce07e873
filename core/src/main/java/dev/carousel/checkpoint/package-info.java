/** Trainings under way, in files. */
package dev.carousel.checkpoint;
