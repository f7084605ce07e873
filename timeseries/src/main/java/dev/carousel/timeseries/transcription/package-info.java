/** Writing down what is said: the task, what its models are shown by, and how they are asked. */
package dev.carousel.timeseries.transcription;
