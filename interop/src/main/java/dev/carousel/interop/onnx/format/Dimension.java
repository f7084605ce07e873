package dev.carousel.interop.onnx.format;

/** The size of one axis, as far as a model says it. */
public sealed interface Dimension {
  /** An axis of which nothing is said. */
  Dimension UNKNOWN = new Unknown();

  /**
   * An axis of one size.
   *
   * @param size 0 or more
   */
  record Fixed(long size) implements Dimension {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Fixed {
      if (size < 0) {
        throw new IllegalArgumentException("an axis has the size %d".formatted(size));
      }
    }
  }

  /**
   * An axis whose size differs from run to run, equal wherever the same name stands.
   *
   * @param name such as "batch"; not empty
   */
  record Symbol(String name) implements Dimension {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Symbol {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("an axis has a symbol without a name");
      }
    }
  }

  /** An axis of which nothing is said; {@link #UNKNOWN}. */
  record Unknown() implements Dimension {}
}
