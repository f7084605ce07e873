/** Classifying texts: the task, its figures and the simple methods it is measured against. */
package dev.carousel.nlp.classification;
