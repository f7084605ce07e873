/** The Guice module that contributes the text types. */
package dev.carousel.nlp.plugin;
