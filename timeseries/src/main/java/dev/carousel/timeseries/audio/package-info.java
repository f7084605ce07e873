/**
 * Sound: recordings in WAV files, sampling rates, spectra, the features that models read, and
 * changes of sound that training draws.
 */
package dev.carousel.timeseries.audio;
