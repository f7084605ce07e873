/**
 * What happens inside trained recurrent layers: every named value at every step, how gradients flow
 * back through time, and how far back a layer remembers. For any cell, on the path that predictions
 * take.
 */
package dev.carousel.inspect;
