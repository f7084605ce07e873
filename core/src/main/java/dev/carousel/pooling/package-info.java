/** One vector for a whole sequence, made of what recurrent layers give at its steps. */
package dev.carousel.pooling;
