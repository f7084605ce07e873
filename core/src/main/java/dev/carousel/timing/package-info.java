/**
 * Synthetic tasks that measure how exactly a network times, with the pass criteria of the paper
 * they come from. Their data is made from a seed.
 *
 * <p>Source: Gers, Schraudolph and Schmidhuber, Learning Precise Timing with LSTM Recurrent
 * Networks, Journal of Machine Learning Research 3, 115-143, 2002. What stands here of its tasks
 * was not compared with the paper's text, but for its abstract: the definitions are from memory and
 * from a reader's published notes, and agree between the two unless a task says otherwise.
 *
 * <p>The same differences from the paper hold for all three tasks. The paper's streams grow: one
 * ends at the first error or after 100 spikes or periods in training, 1000 in testing, and weights
 * change at every step, by a truncated gradient. Here sequences have a given number of spikes or
 * periods and are learnt whole, in mini-batches. The paper's network is one memory cell with an
 * input and an output; models here are whatever the experiment says.
 */
package dev.carousel.timing;
