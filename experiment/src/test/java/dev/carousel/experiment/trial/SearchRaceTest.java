package dev.carousel.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.description.Search;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SearchRaceTest {
  private static final int FIRST = 2;

  /** What becomes of each trial in each round, whoever runs it and whenever. */
  private static final class Fates {
    final double[][] costs;

    /** In which round a trial is done or fails; beyond the last for neither. */
    final int[] doneIn;

    final int[] failsIn;

    Fates(int trials, int rounds, Random random) {
      costs = new double[trials][rounds];
      doneIn = new int[trials];
      failsIn = new int[trials];
      for (int t = 0; t < trials; t++) {
        double cost = random.nextInt(8);
        for (int r = 0; r < rounds; r++) {
          // The best so far never becomes worse; few values, so that there are ties.
          cost -= random.nextInt(3);
          costs[t][r] = cost;
        }
        doneIn[t] = random.nextInt(4) == 0 ? random.nextInt(rounds) : rounds;
        failsIn[t] = random.nextInt(6) == 0 ? random.nextInt(rounds) : rounds;
      }
    }
  }

  private static List<Search.Round> rounds(int trials, int factor, int count) {
    List<Search.Round> rounds = new ArrayList<>();
    int left = trials;
    int epochs = FIRST;
    for (int r = 0; r < count; r++) {
      rounds.add(new Search.Round(left, epochs));
      left = Math.max(1, left / factor);
      epochs *= factor;
    }
    return rounds;
  }

  /** Round after round, each awaited: which trials take part in which. */
  private static List<List<Integer>> awaited(Fates fates, List<Search.Round> rounds, int trials) {
    List<List<Integer>> parts = new ArrayList<>();
    Map<Integer, Double> known = new TreeMap<>();
    List<Integer> running = new ArrayList<>();
    for (int t = 1; t <= trials; t++) {
      running.add(t);
    }
    for (int r = 0; r < rounds.size(); r++) {
      parts.add(List.copyOf(running));
      List<Integer> still = new ArrayList<>();
      for (int t : running) {
        if (fates.failsIn[t - 1] == r) {
          known.remove(t);
          continue;
        }
        known.put(t, fates.costs[t - 1][r]);
        if (fates.doneIn[t - 1] > r) {
          still.add(t);
        }
      }
      if (r < rounds.size() - 1) {
        List<Integer> best =
            known.entrySet().stream()
                .sorted(Comparator.comparingDouble(Map.Entry::getValue))
                .limit(rounds.get(r + 1).trials())
                .map(Map.Entry::getKey)
                .toList();
        still.stream().filter(t -> !best.contains(t)).forEach(known::remove);
        running = still.stream().filter(best::contains).toList();
      }
    }
    return parts;
  }

  @Property(tries = 2000)
  void whoeverEndsFirstTheSameTrialsGoOn(
      @ForAll @IntRange(min = 1, max = 14) int trials,
      @ForAll @IntRange(min = 2, max = 4) int factor,
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Search.Round> rounds = rounds(trials, factor, count);
    Fates fates = new Fates(trials, count, random);
    SearchRace race = new SearchRace(trials, rounds);
    List<List<Integer>> parts = new ArrayList<>();
    rounds.forEach(round -> parts.add(new ArrayList<>()));
    List<SearchRace.Leg> out = new ArrayList<>(race.ready());
    while (!out.isEmpty()) {
      SearchRace.Leg leg = out.remove(random.nextInt(out.size()));
      parts.get(leg.round()).add(leg.number());
      double cost = fates.costs[leg.number() - 1][leg.round()];
      if (fates.failsIn[leg.number() - 1] == leg.round()) {
        race.failed(leg.number());
      } else if (fates.doneIn[leg.number() - 1] == leg.round() || leg.round() == count - 1) {
        race.done(leg.number(), cost);
      } else {
        race.paused(leg.number(), rounds.get(leg.round()).epochs(), cost);
      }
      race.decide();
      // Whoever is asked may come late.
      if (out.isEmpty() || random.nextBoolean()) {
        out.addAll(race.ready());
      }
    }

    assertThat(race.isOver()).isTrue();
    parts.forEach(part -> part.sort(null));
    assertThat(parts).isEqualTo(awaited(fates, rounds, trials));
  }

  @Test
  void aTrialThatIsCertainOfItsPlaceDoesNotWaitForTheSlowest() {
    SearchRace race = new SearchRace(4, rounds(4, 2, 2));
    race.ready();
    race.paused(1, FIRST, 5);
    race.paused(2, FIRST, 3);
    assertThat(race.decide()).isEmpty();
    assertThat(race.ready()).isEmpty();

    race.paused(3, FIRST, 4);

    // The fourth may be better than all: then the best of these three still goes on, the worst
    // does not.
    assertThat(race.decide()).containsExactly(1);
    assertThat(race.ready()).containsExactly(new SearchRace.Leg(2, 1, TrialOrder.TO_ITS_END));
  }
}
