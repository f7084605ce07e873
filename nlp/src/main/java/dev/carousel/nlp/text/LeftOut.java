package dev.carousel.nlp.text;

import dev.carousel.data.Place;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Counts what is left out of a file, and logs it in one line. */
public final class LeftOut {
  private static final Logger LOG = System.getLogger(LeftOut.class.getName());

  private final String what;
  private int count;
  private Place first;

  /**
   * Nothing so far.
   *
   * @param what what is left out, in the plural, such as "empty lines"
   */
  public LeftOut(String what) {
    this.what = what;
  }

  /**
   * Counts one.
   *
   * @param place where it is
   */
  public void add(Place place) {
    if (count == 0) {
      first = place;
    }
    count++;
  }

  /** Logs how many there were and where the first is; nothing if there was none. */
  public void log() {
    if (count > 0) {
      LOG.log(
          Level.INFO, "left out {0}: {1}, the first at {2}", what, Integer.toString(count), first);
    }
  }
}
