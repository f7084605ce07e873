/** Polyphonic music as piano rolls: which keys sound at each step, and which will next. */
package dev.carousel.timeseries.music;
