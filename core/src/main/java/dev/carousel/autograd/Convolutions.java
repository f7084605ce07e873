package dev.carousel.autograd;

import dev.carousel.tensor.Addend;
import dev.carousel.tensor.FrameShape;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.OuterProduct;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.PatchGrid;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.List;

/** Convolution and pooling of frames on a tape. A row is a frame, as {@link FrameShape} says. */
public final class Convolutions {
  // Patches are taken of so many frames at a time that they are about this many numbers, 1 MB.
  private static final int SLICE_ELEMENTS = 1 << 18;

  private Convolutions() {}

  /**
   * A convolution (as neural networks say; mathematically a cross-correlation): filter f of each
   * patch p is w_f · p + b_f.
   *
   * <p>Patches are copied out, a slice of the frames at a time, and multiplied with all filters at
   * once; on the way back they are copied out again instead of kept. So this takes the memory of
   * one slice, 1 MB or the patches of a single frame where these are more, beside its result.
   *
   * @param frames [N, height · width · channels]
   * @param weight W, [filters, size · size · channels], a filter's numbers in the order of a patch
   * @param bias b, [1, filters]
   * @param grid where the patches lie on a frame
   * @return [N, grid's height · grid's width · filters]: frames with a channel a filter
   * @throws ShapeException if the shapes do not go together
   */
  public static Variable convolve(Variable frames, Variable weight, Variable bias, PatchGrid grid) {
    Shape filtered = weight.value().shape();
    int filters = filtered.rows();
    requireFrames("convolution", frames, grid.frame());
    if (filtered.columns() != grid.patchElements()) {
      throw new ShapeException(
          "filters of a convolution", "[filters, " + grid.patchElements() + "]", filtered);
    }
    if (bias.value().rows() != 1 || bias.value().columns() != filters) {
      throw new ShapeException(
          "bias of a convolution", "[1, " + filters + "]", bias.value().shape());
    }
    Tape tape = frames.tape();
    Kernels kernels = tape.kernels();
    Tensor x = frames.value();
    Tensor result = tape.workspace().allocate(Shape.of(x.rows(), grid.result(filters).elements()));
    Tensor rows = result.reshaped(x.rows() * grid.patches(), filters);
    Slices slices = Slices.of(tape.workspace(), x.rows(), grid);
    PackedMatrix packed = packed(tape, weight.value(), true);
    Addend addend = new Addend.Row(bias.value(), 0, 0);
    slices.each(
        (first, patches) -> {
          kernels.takePatches(x, first, grid, patches);
          int row = first * grid.patches();
          kernels.overRows(
              patches.rows(),
              (from, to) ->
                  kernels.product(patches, from, packed, addend, rows, row + from, to - from));
        });
    return tape.record(
        result, List.of(frames, weight, bias), y -> backward(frames, weight, bias, slices, y));
  }

  private static void backward(
      Variable frames, Variable weight, Variable bias, Slices slices, Variable y) {
    Tape tape = y.tape();
    Kernels kernels = tape.kernels();
    PatchGrid grid = slices.grid;
    int filters = weight.value().rows();
    Tensor slope = y.gradient().reshaped(y.value().rows() * grid.patches(), filters);
    if (bias.differentiable()) {
      Products.addSumOverRows(kernels, slope, bias.gradient());
    }
    if (weight.differentiable()) {
      slices.each(
          (first, patches) -> {
            kernels.takePatches(frames.value(), first, grid, patches);
            kernels.addOuterProducts(
                new OuterProduct[] {
                  new OuterProduct(slope, patches, new int[1], weight.gradient(), 0)
                },
                new int[] {first * grid.patches()},
                new int[] {patches.rows()});
          });
    }
    if (frames.differentiable()) {
      PackedMatrix packed = packed(tape, weight.value(), false);
      slices.each(
          (first, patches) -> {
            int row = first * grid.patches();
            kernels.overRows(
                patches.rows(),
                (from, to) ->
                    kernels.product(
                        slope, row + from, packed, Addend.NOTHING, patches, from, to - from));
            kernels.addPatches(patches, grid, frames.gradient(), first);
          });
    }
  }

  private static PackedMatrix packed(Tape tape, Tensor weight, boolean transposed) {
    PackedMatrix packed =
        transposed
            ? tape.workspace().allocatePacked(weight.columns(), weight.rows())
            : tape.workspace().allocatePacked(weight.rows(), weight.columns());
    tape.kernels().pack(weight, 0, transposed, packed);
    return packed;
  }

  /**
   * The largest of each channel in each patch. What is beyond a frame does not count; the gradient
   * goes to the first of equal numbers.
   *
   * @param frames [N, height · width · channels]
   * @param grid where the patches lie on a frame
   * @return [N, grid's height · grid's width · channels]
   * @throws ShapeException if the frames are of another shape
   */
  public static Variable maxPool(Variable frames, PatchGrid grid) {
    requireFrames("maximum pooling", frames, grid.frame());
    Tape tape = frames.tape();
    Tensor x = frames.value();
    int each = grid.result(grid.frame().channels()).elements();
    Tensor largest = tape.workspace().allocate(Shape.of(x.rows(), each));
    int[] places = new int[largest.shape().elements()];
    tape.kernels().maxOfPatches(x, grid, largest, places);
    return tape.record(
        largest,
        List.of(frames),
        y -> {
          // Single numbers are rows of width 1.
          Tensor slope = y.gradient().reshaped(places.length, 1);
          Tensor target = frames.gradient().reshaped(x.shape().elements(), 1);
          tape.kernels().scatterAddRows(slope, places, target);
        });
  }

  /**
   * The mean of each channel in each patch, where what is beyond a frame counts as zeros.
   *
   * <p>This is a convolution with fixed filters, so its cost grows with the square of the channels.
   *
   * @param frames [N, height · width · channels]
   * @param grid where the patches lie on a frame
   * @return [N, grid's height · grid's width · channels]
   * @throws ShapeException if the frames are of another shape
   */
  public static Variable meanPool(Variable frames, PatchGrid grid) {
    requireFrames("mean pooling", frames, grid.frame());
    Tape tape = frames.tape();
    int channels = grid.frame().channels();
    int elements = grid.patchElements();
    float[] filters = new float[Math.multiplyExact(channels, elements)];
    for (int i = 0; i < elements; i++) {
      filters[i % channels * elements + i] = (float) channels / elements;
    }
    Variable weight = tape.constant(tape.tensor(filters, channels, elements));
    return convolve(frames, weight, tape.constant(tape.zeros(Shape.of(1, channels))), grid);
  }

  private static void requireFrames(String operation, Variable frames, FrameShape frame) {
    if (frames.value().columns() != frame.elements()) {
      throw new ShapeException(
          operation,
          "rows of " + frame.elements() + ", frames of " + frame,
          frames.value().shape());
    }
  }

  /** Patches of some of the frames after the others, always in the same memory. */
  private record Slices(PatchGrid grid, int frames, int framesEach, Tensor memory) {
    interface Work {
      /** Works on the frames from the first on that the patches are of. */
      void on(int firstFrame, Tensor patches);
    }

    static Slices of(Workspace workspace, int frames, PatchGrid grid) {
      int elements = Math.multiplyExact(grid.patches(), grid.patchElements());
      int each = Math.max(1, Math.min(frames, SLICE_ELEMENTS / elements));
      Shape shape = Shape.of(each * grid.patches(), grid.patchElements());
      return new Slices(grid, frames, each, workspace.allocate(shape));
    }

    void each(Work work) {
      for (int first = 0; first < frames; first += framesEach) {
        int rows = Math.min(framesEach, frames - first) * grid.patches();
        work.on(first, memory.beginning(Shape.of(rows, grid.patchElements())));
      }
    }
  }
}
