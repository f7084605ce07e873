package dev.carousel.decode;

import java.util.Arrays;

/**
 * The paths of connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber,
 * 2006): which classes may follow each other step by step where labels l₁ … l_L are given. Class 0
 * is the blank, the labels are 1 and up. A path, one class a step, stands for the labels that are
 * left when equal neighbours are made one and then all blanks are left out.
 *
 * <p>State s of 2L + 1 is a blank where s is even and label l_(s+1)/2 where it is odd. A path
 * begins in state 0 or 1, ends in one of the last two, and at each step stays, goes on to the next
 * state, or passes over a blank between two different labels.
 */
public final class Trellis {
  /** The class that stands for no label. */
  public static final int BLANK = 0;

  private final int[] classes;
  private final int leastSteps;

  /**
   * The paths of some labels.
   *
   * @param labels l, each at least 1; not kept
   * @param count the number of classes, the blank included
   * @throws IllegalArgumentException naming the first that is no label
   */
  public Trellis(int[] labels, int count) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] <= BLANK || labels[i] >= count) {
        throw new IllegalArgumentException(
            "label %d at place %d is not one of 1 to %d; class 0 is the blank"
                .formatted(labels[i], i + 1, count - 1));
      }
    }
    classes = new int[2 * labels.length + 1];
    for (int i = 0; i < labels.length; i++) {
      classes[2 * i + 1] = labels[i];
    }
    leastSteps = leastSteps(labels);
  }

  /**
   * The length of the shortest path: a step for each label, and one for the blank between any two
   * neighbours that are equal.
   *
   * @param labels l
   * @return L + the number of i with l_i = l_(i+1)
   */
  public static int leastSteps(int[] labels) {
    return labels.length + repeats(labels);
  }

  private static int repeats(int[] labels) {
    int repeats = 0;
    for (int i = 1; i < labels.length; i++) {
      repeats += labels[i] == labels[i - 1] ? 1 : 0;
    }
    return repeats;
  }

  /**
   * What a path stands for.
   *
   * @param path a class a step
   * @return its labels, in an array of their own
   */
  public static int[] collapsed(int[] path) {
    int[] labels = new int[path.length];
    int count = 0;
    int before = BLANK;
    for (int now : path) {
      if (now != BLANK && now != before) {
        labels[count++] = now;
      }
      before = now;
    }
    return Arrays.copyOf(labels, count);
  }

  /**
   * Says that there is no path of some length, and why.
   *
   * @param labels l
   * @param steps the length, below {@link #leastSteps(int[])}
   * @return a clause without a full stop
   */
  public static String shortage(int[] labels, int steps) {
    int repeats = repeats(labels);
    String blanks =
        repeats == 0
            ? ""
            : ", %d of which %s the one before and %s a blank between,"
                .formatted(
                    repeats, repeats == 1 ? "repeats" : "repeat", repeats == 1 ? "needs" : "need");
    return "%d label%s%s take at least %d steps, but there are %d"
        .formatted(labels.length, labels.length == 1 ? "" : "s", blanks, leastSteps(labels), steps);
  }

  /**
   * The number of states.
   *
   * @return 2L + 1
   */
  public int states() {
    return classes.length;
  }

  /**
   * The length of the shortest path.
   *
   * @return as {@link #leastSteps(int[])}
   */
  public int leastSteps() {
    return leastSteps;
  }

  /**
   * The class of a state.
   *
   * @param state s, 0 to 2L
   * @return 0 for a blank, else the label
   */
  public int classOf(int state) {
    return classes[state];
  }

  /**
   * Whether a state may be entered from the one before the blank before it.
   *
   * @param state s, 0 to 2L
   * @return whether it is a label, and another one than the label before it
   */
  public boolean passesBlank(int state) {
    return state > 1 && classes[state] != BLANK && classes[state] != classes[state - 2];
  }

  /**
   * The first state from which the end can be reached in time, were there no repeats.
   *
   * @param step t, from 0
   * @param steps T
   * @return max(0, 2L + 1 - 2 (T - t))
   */
  public int first(int step, int steps) {
    return (int) Math.max(0, classes.length - 2L * (steps - step));
  }

  /**
   * The last state that can be reached by a step, were there no repeats.
   *
   * @param step t, from 0
   * @return min(2L, 2t + 1)
   */
  public int last(int step) {
    return (int) Math.min(classes.length - 1, 2L * step + 1);
  }
}
