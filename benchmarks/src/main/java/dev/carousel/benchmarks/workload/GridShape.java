package dev.carousel.benchmarks.workload;

import java.util.List;

/**
 * The sizes of a recurrent workload.
 *
 * @param batch B, sequences
 * @param steps T, steps of each
 * @param inputs I, the width of the input
 * @param units H, the width of the states
 */
public record GridShape(int batch, int steps, int inputs, int units) {
  /** The shapes that every comparison is made on unless others are asked for. */
  public static final List<GridShape> GRID =
      List.of(
          new GridShape(32, 50, 64, 128),
          new GridShape(64, 64, 256, 256),
          new GridShape(20, 20, 200, 200),
          new GridShape(64, 100, 512, 512),
          new GridShape(1, 100, 64, 128),
          new GridShape(128, 168, 16, 64),
          new GridShape(16, 1000, 32, 128),
          new GridShape(33, 37, 61, 127));

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public GridShape {
    if (Math.min(Math.min(batch, steps), Math.min(inputs, units)) < 1) {
      throw new IllegalArgumentException(
          "a shape needs four sizes of at least 1, got %d,%d,%d,%d"
              .formatted(batch, steps, inputs, units));
    }
  }

  /**
   * Reads a shape.
   *
   * @param text B,T,I,H such as "32,50,64,128"
   * @return the shape
   * @throws IllegalArgumentException if it is anything else
   */
  public static GridShape parse(String text) {
    String[] sizes = text.strip().split(",");
    if (sizes.length != 4) {
      throw new IllegalArgumentException(
          "shape '" + text + "' should be B,T,I,H, such as 32,50,64,128");
    }
    try {
      return new GridShape(
          Integer.parseInt(sizes[0].strip()),
          Integer.parseInt(sizes[1].strip()),
          Integer.parseInt(sizes[2].strip()),
          Integer.parseInt(sizes[3].strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "shape '" + text + "' should be four whole numbers, such as 32,50,64,128", e);
    }
  }

  /** B,T,I,H, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return batch + "," + steps + "," + inputs + "," + units;
  }
}
