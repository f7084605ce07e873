/** Translating texts: the task, how its models are measured and how they are asked. */
package dev.carousel.nlp.translation;
