package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.requireSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.tensor.FrameShape;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PatchGrid;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of the contract on patches of frames: taken, added back, and the largest in each. */
interface PatchContract extends KernelsSubject {
  /** Grids of single pixels, whole frames, odd sizes, gaps, overlaps and patches over the edge. */
  private static List<PatchGrid> grids() {
    List<PatchGrid> grids = new ArrayList<>();
    for (FrameShape frame :
        List.of(new FrameShape(1, 1, 1), new FrameShape(5, 7, 3), new FrameShape(9, 4, 17))) {
      for (int size : new int[] {1, 2, 3, 5}) {
        for (int stride : new int[] {1, 2, 3}) {
          for (int padding = 0; padding < size; padding++) {
            if (size <= Math.min(frame.height(), frame.width()) + 2 * padding) {
              grids.add(new PatchGrid(frame, size, stride, padding));
            }
          }
        }
      }
    }
    return grids;
  }

  /**
   * Which element of a frame each element of its patches is, -1 beyond the frame: the definition,
   * number by number.
   */
  private static int[] elements(PatchGrid grid) {
    FrameShape frame = grid.frame();
    int[] elements = new int[grid.patches() * grid.patchElements()];
    int next = 0;
    for (int i = 0; i < grid.height(); i++) {
      for (int j = 0; j < grid.width(); j++) {
        for (int k = 0; k < grid.size(); k++) {
          for (int l = 0; l < grid.size(); l++) {
            for (int c = 0; c < frame.channels(); c++) {
              int y = i * grid.stride() - grid.padding() + k;
              int x = j * grid.stride() - grid.padding() + l;
              boolean inside = y >= 0 && y < frame.height() && x >= 0 && x < frame.width();
              elements[next++] = inside ? (y * frame.width() + x) * frame.channels() + c : -1;
            }
          }
        }
      }
    }
    return elements;
  }

  /** The patches of two frames in the middle, zeros beyond them; frames around are not read. */
  @Test
  default void takePatchesEqualsPlainLoops() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (PatchGrid grid : grids()) {
      int[] elements = elements(grid);
      int size = grid.frame().elements();
      float[] values = bench.numbers(2 * size);
      Tensor frames = bench.rows(1, 2, size, values, Float.NaN).tensor();
      Tensor patches = kernels.allocate(Shape.of(2 * grid.patches(), grid.patchElements()));
      kernels.fill(patches, Float.NaN);
      kernels.takePatches(frames, 1, grid, patches);
      float[] expected = new float[2 * elements.length];
      for (int i = 0; i < expected.length; i++) {
        int element = elements[i % elements.length];
        expected[i] = element < 0 ? 0 : values[i / elements.length * size + element];
      }
      requireSameBits(grid.toString(), expected, kernels.toArray(patches));
    }
  }

  /** Patches are added where they were taken; beyond the frame even NaN is dropped. */
  @Test
  default void addPatchesEqualsPlainLoops() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (PatchGrid grid : grids()) {
      int[] elements = elements(grid);
      int size = grid.frame().elements();
      float[] values = bench.numbers(2 * elements.length);
      SurroundedBlock frames = bench.rows(1, 2, size, bench.numbers(2 * size), 3.25f);
      float[] expected = frames.values().clone();
      for (int i = 0; i < values.length; i++) {
        int element = elements[i % elements.length];
        if (element < 0) {
          values[i] = Float.NaN;
        } else {
          expected[i / elements.length * size + element] += values[i];
        }
      }
      Tensor patches = kernels.tensor(values, 2 * grid.patches(), grid.patchElements());
      kernels.addPatches(patches, grid, frames.tensor(), 1);
      requireSameBits(grid.toString(), expected, frames.block());
    }
  }

  /** The largest and its place; there are few different numbers, so the first of equal ones. */
  @Test
  default void maxOfPatchesEqualsPlainLoops() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (PatchGrid grid : grids()) {
      int size = grid.frame().elements();
      float[] values = bench.numbers(2 * size);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i]) - 5;
      }
      requireMaxima(kernels, grid, values);
    }
  }

  /** NaN is larger than any number, and infinities are numbers. */
  @Test
  default void maxOfPatchesKeepsNanAndInfinity() {
    PatchGrid grid = new PatchGrid(new FrameShape(3, 3, 1), 2, 1, 0);
    float inf = Float.POSITIVE_INFINITY;
    requireMaxima(
        bench().kernels(), grid, new float[] {inf, Float.NaN, 1, 2, 3, Float.NaN, 4, 5, inf});
    float[] lowest = new float[9];
    Arrays.fill(lowest, -inf);
    requireMaxima(bench().kernels(), grid, lowest);
  }

  private static void requireMaxima(Kernels kernels, PatchGrid grid, float[] values) {
    int channels = grid.frame().channels();
    int size = grid.frame().elements();
    int count = values.length / size;
    int[] elements = elements(grid);
    int each = grid.patches() * channels;
    int[] expectedPlaces = new int[count * each];
    float[] expected = new float[count * each];
    Arrays.fill(expectedPlaces, -1);
    for (int frame = 0; frame < count; frame++) {
      for (int i = 0; i < elements.length; i++) {
        int target = frame * each + i / grid.patchElements() * channels + i % channels;
        int place = frame * size + elements[i];
        // Float.compare, too, has NaN above all.
        if (elements[i] >= 0
            && (expectedPlaces[target] < 0 || Float.compare(values[place], expected[target]) > 0)) {
          expectedPlaces[target] = place;
          expected[target] = values[place];
        }
      }
    }
    Tensor largest = kernels.allocate(Shape.of(count, each));
    int[] places = new int[count * each];
    kernels.maxOfPatches(kernels.tensor(values, count, size), grid, largest, places);
    requireSameBits(grid.toString(), expected, kernels.toArray(largest));
    assertThat(places).as(grid.toString()).isEqualTo(expectedPlaces);
  }

  /** Threads change no bits, where frames are many and large enough to be shared. */
  @Test
  default void threadsGiveTheSamePatches() {
    KernelsBench bench = bench();
    Kernels alone = bench.kernels();
    float[] frames = bench.numbers(33 * 16 * 16 * 5);
    List<float[]> expected = patchesAndBack(alone, frames);
    for (int threads : new int[] {2, 3}) {
      try (Workers workers = Workers.of(threads)) {
        List<float[]> found = patchesAndBack(alone.on(workers), frames);
        for (int i = 0; i < expected.size(); i++) {
          requireSameBits(threads + " threads, result " + i, expected.get(i), found.get(i));
        }
      }
    }
  }

  private static List<float[]> patchesAndBack(Kernels kernels, float[] values) {
    PatchGrid grid = new PatchGrid(new FrameShape(16, 16, 5), 3, 1, 1);
    Tensor frames = kernels.tensor(values, 33, grid.frame().elements());
    Tensor patches = kernels.zeros(33 * grid.patches(), grid.patchElements());
    kernels.takePatches(frames, 0, grid, patches);
    Tensor back = kernels.zeros(33, grid.frame().elements());
    kernels.addPatches(patches, grid, back, 0);
    Tensor largest = kernels.zeros(33, grid.result(5).elements());
    kernels.maxOfPatches(frames, grid, largest, new int[largest.shape().elements()]);
    return List.of(kernels.toArray(patches), kernels.toArray(back), kernels.toArray(largest));
  }

  /** What does not go together is refused. */
  @Test
  default void patchesOfOtherShapesAreRefused() {
    Kernels kernels = bench().kernels();
    PatchGrid grid = new PatchGrid(new FrameShape(3, 3, 2), 2, 1, 0);
    Tensor frames = kernels.zeros(2, 18);
    assertThatThrownBy(() -> kernels.takePatches(frames, 0, grid, kernels.zeros(6, 8)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("take patches: expected 4 patches a frame, each of 8, got [6, 8]");
    assertThatThrownBy(() -> kernels.takePatches(frames, 1, grid, kernels.zeros(8, 8)))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> kernels.addPatches(kernels.zeros(4, 8), grid, frames, -1))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> kernels.addPatches(kernels.zeros(4, 8), grid, kernels.zeros(1, 9), 0))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> kernels.maxOfPatches(frames, grid, kernels.zeros(2, 7), new int[14]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("maximum of patches: expected [2, 8], got [2, 7]");
    assertThatThrownBy(() -> kernels.maxOfPatches(frames, grid, kernels.zeros(2, 8), new int[15]))
        .isInstanceOf(ShapeException.class);
  }
}
