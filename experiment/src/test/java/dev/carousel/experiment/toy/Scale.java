package dev.carousel.experiment.toy;

/** A kind of its own, to try kinds inside tasks. */
public interface Scale {
  /** Needs no keys. */
  record Standard() implements Scale {}

  /** Needs no keys but has some. */
  record Range(double low, double high) implements Scale {
    public Range {
      if (!(low < high)) {
        throw new IllegalArgumentException("low must be below high, got " + low + " and " + high);
      }
    }
  }

  /** Needs a key. */
  record Clipped(Double limit, Scale inner) implements Scale {}
}
