package dev.carousel.interop.onnx.recurrence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which way an operator reads its sequences: the attribute direction. */
public enum Direction {
  /** From the first step to the last. */
  FORWARD("forward", false),
  /** From each sequence's last step to its first. */
  REVERSE("reverse", true),
  /** Both ways, with weights of their own. */
  BIDIRECTIONAL("bidirectional", false, true);

  private final String text;
  private final List<Boolean> reversed;

  Direction(String text, Boolean... reversed) {
    this.text = text;
    this.reversed = List.of(reversed);
  }

  /**
   * The attribute's value.
   *
   * @return such as "forward"
   */
  public String text() {
    return text;
  }

  /**
   * How many ways there are.
   *
   * @return num_directions, 1 or 2
   */
  public int count() {
    return reversed.size();
  }

  /**
   * Whether one of the ways is from the last step to the first.
   *
   * @param way its number, from 0
   * @return true if it is
   */
  public boolean reversed(int way) {
    return reversed.get(way);
  }

  /** The direction of an attribute's value, none if the standard has no such direction. */
  static Optional<Direction> named(String text) {
    return Arrays.stream(values()).filter(direction -> direction.text.equals(text)).findFirst();
  }
}
