/**
 * Captions for short clips: clips that are made here, clips from files, and the task of telling
 * what is seen.
 */
package dev.carousel.examples.video;
