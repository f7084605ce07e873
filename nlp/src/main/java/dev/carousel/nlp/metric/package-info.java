/**
 * How good text is: BLEU and chrF of translations, ROUGE of summaries, and how sure a mean is.
 * Plain strings and numbers in and out.
 */
package dev.carousel.nlp.metric;
