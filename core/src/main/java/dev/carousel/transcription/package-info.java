/** How far what was read out of signals is from what is in them: edits, error rates, scores. */
package dev.carousel.transcription;
