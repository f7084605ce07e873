/**
 * Language modelling: the task, the streams it is read in, the baselines it is measured against and
 * its model.
 */
package dev.carousel.nlp.language;
