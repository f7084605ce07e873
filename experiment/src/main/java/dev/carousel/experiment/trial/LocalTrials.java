package dev.carousel.experiment.trial;

import dev.carousel.tensor.Workers;
import java.util.List;

/**
 * Runs trials on this process's threads. A thread that has no trial left helps those that have, so
 * nothing is gained by beginning what becomes ready before all that runs has ended.
 */
public final class LocalTrials implements TrialPool {
  private final TrialWork work;
  private final Workers workers;

  /**
   * A pool.
   *
   * @param work runs a trial
   * @param workers the threads
   */
  public LocalTrials(TrialWork work, Workers workers) {
    this.work = work;
    this.workers = workers;
  }

  @Override
  public void run(Agenda agenda) {
    for (List<TrialOrder> ready = agenda.ready(); !ready.isEmpty(); ready = agenda.ready()) {
      List<TrialOrder> orders = ready;
      workers.oneByOne(
          orders.size(),
          (from, to) -> orders.subList(from, to).forEach(order -> run(order, agenda)));
    }
  }

  private void run(TrialOrder order, Agenda agenda) {
    TrialEnd end =
        work.run(
            order, done -> agenda.started(order, done), epoch -> agenda.epochEnded(order, epoch));
    agenda.ended(order, end);
  }

  @Override
  public void close() {}
}
