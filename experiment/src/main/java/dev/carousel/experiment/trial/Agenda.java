package dev.carousel.experiment.trial;

import dev.carousel.train.Epoch;
import java.util.List;

/**
 * The trials of a run, for whoever runs them. Which there are does not depend on who runs them, nor
 * on the order in which they end. Safe for use by several threads.
 */
public interface Agenda {
  /**
   * The orders that have become ready, each handed out once. Others may follow when those that are
   * out have ended; if none are out and none are ready, the run is over.
   *
   * @return the orders, the most urgent first
   */
  List<TrialOrder> ready();

  /**
   * A trial starts, or goes on from a checkpoint.
   *
   * @param order the order
   * @param done how many of its epochs are done
   */
  void started(TrialOrder order, int done);

  /**
   * An epoch of a trial has ended; told once for each epoch.
   *
   * @param order the order
   * @param epoch what it came to
   */
  void epochEnded(TrialOrder order, Epoch epoch);

  /**
   * An order has ended; told once for each order, when all its files are in the run's folder.
   *
   * @param order the order
   * @param end what became of it
   */
  void ended(TrialOrder order, TrialEnd end);
}
