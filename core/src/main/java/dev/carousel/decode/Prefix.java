package dev.carousel.decode;

/** A beginning of labels, equal to any other of the same labels. Immutable. */
final class Prefix {
  /** No label. */
  static final Prefix EMPTY = new Prefix(null, Trellis.BLANK, 0, 1);

  private final Prefix before;
  private final int label;
  private final int length;
  private final int hash;

  private Prefix(Prefix before, int label, int length, int hash) {
    this.before = before;
    this.label = label;
    this.length = length;
    this.hash = hash;
  }

  /** One label more. */
  Prefix with(int next) {
    return new Prefix(this, next, length + 1, 31 * hash + next);
  }

  /** One label less; null for none. */
  Prefix before() {
    return before;
  }

  /** The last label. */
  int label() {
    return label;
  }

  int length() {
    return length;
  }

  /** All labels in order. */
  int[] labels() {
    int[] labels = new int[length];
    for (Prefix prefix = this; prefix.length > 0; prefix = prefix.before) {
      labels[prefix.length - 1] = prefix.label;
    }
    return labels;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Prefix prefix) || prefix.hash != hash || prefix.length != length) {
      return false;
    }
    Prefix one = this;
    // Most beginnings share what they begin with.
    while (one != prefix && one.length > 0) {
      if (one.label != prefix.label) {
        return false;
      }
      one = one.before;
      prefix = prefix.before;
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
