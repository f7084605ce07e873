/** Connected digits: recordings of single digits joined to strings. */
package dev.carousel.examples.speech;
