package dev.carousel.data;

/** Choosing sequences out of arrays in which step t of sequence b is row t·B + b. */
final class TimeMajor {
  private TimeMajor() {}

  static float[] select(float[] values, int width, int rows, int[] which, int steps) {
    float[] selected = new float[steps * which.length * width];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < which.length; i++) {
        int from = (t * rows + which[i]) * width;
        System.arraycopy(values, from, selected, (t * which.length + i) * width, width);
      }
    }
    return selected;
  }

  static int[] select(int[] values, int rows, int[] which, int steps) {
    int[] selected = new int[steps * which.length];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < which.length; i++) {
        selected[t * which.length + i] = values[t * rows + which[i]];
      }
    }
    return selected;
  }
}
