package dev.carousel.experiment.trial;

import dev.carousel.experiment.description.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which trials of one variant's search go on, round by round: after each, the best of those that
 * took part, as many as the next round has. Whether a trial is among them is often certain before
 * the round is over, and then it need not wait for the others. What comes out is the same in
 * whatever order trials end.
 */
final class SearchRace {
  private final List<Search.Round> rounds;
  private final Map<Integer, Runner> runners = new TreeMap<>();

  /** One trial. */
  private static final class Runner {
    final int number;

    /** Its cost after each round that it has ended. */
    final List<Double> costs = new ArrayList<>();

    /** Up to which round it is decided that it takes part. */
    int admitted;

    /** The round that it was handed out for last. */
    int handed = -1;

    boolean done;
    boolean failed;
    boolean stopped;

    Runner(int number) {
      this.number = number;
    }

    boolean isOver() {
      return done || failed || stopped;
    }

    /** Whether its cost after a round is known; that of a trial that is done stays. */
    boolean hasEnded(int round) {
      return costs.size() > round || done;
    }

    double cost(int round) {
      return costs.get(Math.min(round, costs.size() - 1));
    }

    /** Whether it takes part in the choice after a round, or still may. */
    boolean isCandidate(int round) {
      return hasEnded(round) || !isOver();
    }

    boolean isBefore(Runner other, int round) {
      int compared = Double.compare(cost(round), other.cost(round));
      return compared < 0 || (compared == 0 && number < other.number);
    }
  }

  /**
   * A race in which nobody has started.
   *
   * @param trials how many begin; they are numbered from 1
   * @param rounds at least one if any begin
   */
  SearchRace(int trials, List<Search.Round> rounds) {
    this.rounds = List.copyOf(rounds);
    for (int number = 1; number <= trials; number++) {
      runners.put(number, new Runner(number));
    }
  }

  /** A trial that is to be run until the end of a round. */
  record Leg(int number, int round, int pause) {}

  /** Those that can be run now, each handed out once. */
  List<Leg> ready() {
    List<Leg> legs = new ArrayList<>();
    for (Runner runner : runners.values()) {
      int next = runner.costs.size();
      if (!runner.isOver() && runner.handed < next && next <= runner.admitted) {
        runner.handed = next;
        boolean last = next == rounds.size() - 1;
        legs.add(
            new Leg(runner.number, next, last ? TrialOrder.TO_ITS_END : rounds.get(next).epochs()));
      }
    }
    return legs;
  }

  /**
   * A trial was put off at the end of a round.
   *
   * @param epochs how many it has had
   * @param cost small for a good trial
   */
  void paused(int number, int epochs, double cost) {
    Runner runner = runners.get(number);
    // It went on with certainty, so whatever it costs by now counts for the rounds before.
    while (runner.costs.size() < rounds.size() - 1
        && rounds.get(runner.costs.size()).epochs() <= epochs) {
      runner.costs.add(cost);
    }
    runner.admitted = Math.max(runner.admitted, runner.costs.size() - 1);
    runner.handed = runner.costs.size() - 1;
  }

  /** A trial has been trained to its end. */
  void done(int number, double cost) {
    Runner runner = runners.get(number);
    runner.costs.add(cost);
    runner.done = true;
  }

  /** A trial has failed: it is not among the best of any round that it has not ended. */
  void failed(int number) {
    runners.get(number).failed = true;
  }

  /** A trial does not go on; known of an earlier process. */
  void stopped(int number) {
    runners.get(number).stopped = true;
  }

  /**
   * Decides what is certain by now.
   *
   * @return the trials that are not to go on
   */
  List<Integer> decide() {
    List<Integer> stopped = new ArrayList<>();
    for (int round = 0; round < rounds.size() - 1; round++) {
      int places = rounds.get(round + 1).trials();
      for (Runner runner : runners.values()) {
        if (runner.isOver() || runner.costs.size() <= round || runner.admitted > round) {
          continue;
        }
        int before = 0;
        int unknown = 0;
        for (Runner other : runners.values()) {
          if (other == runner || !other.isCandidate(round)) {
            continue;
          } else if (!other.hasEnded(round)) {
            unknown++;
          } else if (other.isBefore(runner, round)) {
            before++;
          }
        }
        if (before >= places) {
          runner.stopped = true;
          stopped.add(runner.number);
        } else if (before + unknown < places) {
          runner.admitted = round + 1;
        }
      }
    }
    return stopped;
  }

  /** Whether nothing is left to run. */
  boolean isOver() {
    return runners.values().stream().allMatch(Runner::isOver);
  }
}
