package dev.carousel.tensor;

import java.util.Arrays;

/**
 * Loops over the patches of one frame at a time. A line of a patch is adjacent in its frame, so it
 * is copied and added as a whole, channels and all.
 */
record PatchLoops(PatchGrid grid, ElementLoops loops) {
  /** Copies the patches of one frame, zeros beyond it. */
  void take(float[] frames, int frame, float[] patches, int target) {
    int channels = grid.frame().channels();
    int line = grid.size() * channels;
    int written = target * grid.patches() * grid.patchElements();
    for (int i = 0; i < grid.height(); i++) {
      for (int j = 0; j < grid.width(); j++) {
        int x = begin(j);
        int before = before(x) * channels;
        int count = inside(x, grid.frame().width()) * channels;
        for (int k = 0; k < grid.size(); k++) {
          int y = begin(i) + k;
          if (y < 0 || y >= grid.frame().height()) {
            Arrays.fill(patches, written, written + line, 0f);
          } else {
            Arrays.fill(patches, written, written + before, 0f);
            int read = offset(frame, y, Math.max(x, 0));
            System.arraycopy(frames, read, patches, written + before, count);
            Arrays.fill(patches, written + before + count, written + line, 0f);
          }
          written += line;
        }
      }
    }
  }

  /** Adds the patches of one frame to it. */
  void add(float[] patches, int source, float[] frames, int frame) {
    int channels = grid.frame().channels();
    int line = grid.size() * channels;
    int read = source * grid.patches() * grid.patchElements();
    for (int i = 0; i < grid.height(); i++) {
      for (int j = 0; j < grid.width(); j++) {
        int x = begin(j);
        int before = before(x) * channels;
        int count = inside(x, grid.frame().width()) * channels;
        for (int k = 0; k < grid.size(); k++) {
          int y = begin(i) + k;
          if (y >= 0 && y < grid.frame().height()) {
            loops.add(patches, read + before, frames, offset(frame, y, Math.max(x, 0)), count);
          }
          read += line;
        }
      }
    }
  }

  /** The largest of each channel in each patch of one frame, and where it is. */
  void max(float[] frames, float[] largest, int[] places, int frame) {
    int channels = grid.frame().channels();
    int target = frame * grid.patches() * channels;
    for (int i = 0; i < grid.height(); i++) {
      int top = Math.max(begin(i), 0);
      int lines = inside(begin(i), grid.frame().height());
      for (int j = 0; j < grid.width(); j++) {
        int left = Math.max(begin(j), 0);
        int pixels = inside(begin(j), grid.frame().width());
        for (int c = 0; c < channels; c++) {
          int best = offset(frame, top, left) + c;
          for (int y = top; y < top + lines; y++) {
            int place = offset(frame, y, left) + c;
            for (int x = 0; x < pixels; x++) {
              if (isLarger(frames[place], frames[best])) {
                best = place;
              }
              place += channels;
            }
          }
          largest[target] = frames[best];
          places[target++] = best;
        }
      }
    }
  }

  private static boolean isLarger(float a, float b) {
    return a > b || (Float.isNaN(a) && !Float.isNaN(b));
  }

  /** Where a patch begins, possibly before the frame. */
  private int begin(int place) {
    return place * grid.stride() - grid.padding();
  }

  /** How much of a patch is before the frame. */
  private static int before(int begin) {
    return Math.max(-begin, 0);
  }

  /** How much of a patch is within the frame, at least 1. */
  private int inside(int begin, int pixels) {
    return Math.min(begin + grid.size(), pixels) - Math.max(begin, 0);
  }

  private int offset(int frame, int y, int x) {
    FrameShape shape = grid.frame();
    return frame * shape.elements() + (y * shape.width() + x) * shape.channels();
  }
}
