/** What a task shows of a trained model in a run's report, without a word on how it looks. */
package dev.carousel.exhibit;
