package dev.carousel.experiment.trial;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A kind of place to run trials other than this process; plug-ins contribute them. */
public interface TrialPools {
  /**
   * How such places are named.
   *
   * @return the forms, for people, such as "spark://HOST:PORT"
   */
  String forms();

  /**
   * Whether a name is one of such a place.
   *
   * @param url the name
   * @return whether {@link #open} takes it
   */
  boolean serves(String url);

  /**
   * Refuses a place that cannot be used for a plan, as far as that can be seen from here. Asked
   * before anything is made for the run.
   *
   * @param url a name that is served
   * @param plan the run's plan
   * @return what cannot be seen from here, a line each
   * @throws dev.carousel.data.InvalidDataException if nobody answers there, or data are not there
   */
  List<String> require(String url, Plan plan);

  /**
   * Opens a pool at a place.
   *
   * @param url a name that is served
   * @param plan the run's plan
   * @param folder the run's folder, in which trials leave their files
   * @param limit how long an attempt at a trial may take
   * @return the pool
   * @throws dev.carousel.data.InvalidDataException if the place cannot be used
   */
  TrialPool open(String url, Plan plan, RunFolder folder, Optional<Duration> limit);
}
