/** What a model computes, written down for systems that run it without Carousel. */
package dev.carousel.graph;
