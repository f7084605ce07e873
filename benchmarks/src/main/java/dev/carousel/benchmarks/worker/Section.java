package dev.carousel.benchmarks.worker;

import java.util.Locale;

/** The parts of a comparison. */
public enum Section {
  /** Forwards and backwards through a recurrent layer. */
  TRAINING,
  /** Forwards through a recurrent layer. */
  INFERENCE,
  /** One step of one sequence, states carried over. */
  STREAMING,
  /** The "small" language model of Zaremba, Sutskever and Vinyals (2014), end to end. */
  LANGUAGE_MODEL,
  /** The product of two large matrices, for the machine's best rate. */
  SGEMM,
  /** The peak memory of a process that trains. */
  MEMORY;

  /**
   * The name in options and reports.
   *
   * @return such as "language-model"
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds a section.
   *
   * @param label its name in options
   * @return the section
   * @throws IllegalArgumentException if there is none
   */
  public static Section parse(String label) {
    for (Section section : values()) {
      if (section.label().equals(label.strip())) {
        return section;
      }
    }
    throw new IllegalArgumentException(
        "no section '"
            + label
            + "'; there are training, inference, streaming, language-model, sgemm, memory");
  }
}
