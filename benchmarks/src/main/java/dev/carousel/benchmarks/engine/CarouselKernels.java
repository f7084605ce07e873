package dev.carousel.benchmarks.engine;

import dev.carousel.kernels.simd.SimdKernels;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workers;

/** Carousel's kernels, and those of their calls that are measured by themselves. */
public final class CarouselKernels {
  private CarouselKernels() {}

  /**
   * The kernels that are compared with other systems.
   *
   * @param threads how many threads they use, until the process ends
   * @return the vector kernels
   */
  public static Kernels of(int threads) {
    return new SimdKernels().on(threads == 1 ? Workers.none() : Workers.of(threads));
  }

  /**
   * Kernels by name, on one thread.
   *
   * @param name "simd" or "ejml"
   * @return the kernels
   * @throws IllegalArgumentException if there are none of that name
   */
  public static Kernels named(String name) {
    return switch (name) {
      case "simd" -> of(1);
      case "ejml" -> new EjmlKernels();
      default -> throw new IllegalArgumentException("no kernels '" + name + "'; simd or ejml");
    };
  }

  /**
   * Packing weights for products with their transpose, into memory that is made once.
   *
   * @param kernels what to compute with
   * @param weights [columns, depth]
   * @return does it once
   */
  public static Runnable packing(Kernels kernels, Tensor weights) {
    PackedMatrix packed = kernels.allocatePacked(weights.columns(), weights.rows());
    return () -> kernels.pack(weights, 0, true, packed);
  }

  /**
   * The product of a batch of rows with packed weights, on all threads.
   *
   * @param kernels what to compute with
   * @param left [rows, depth]
   * @param weights [columns, depth], packed before
   * @param result [rows, columns], written
   * @return does it once
   */
  public static Runnable product(Kernels kernels, Tensor left, Tensor weights, Tensor result) {
    PackedMatrix packed = kernels.allocatePacked(weights.columns(), weights.rows());
    kernels.pack(weights, 0, true, packed);
    return () ->
        kernels.overRows(
            left.rows(),
            (from, to) ->
                kernels.product(left, from, packed, Addend.NOTHING, result, from, to - from));
  }

  /**
   * The gradient of weights, a product summed over rows.
   *
   * @param kernels what to compute with
   * @param adjoints [rows, columns]
   * @param operand [rows, depth]
   * @param gradient [columns, depth], added to
   * @return does it once
   */
  public static Runnable weightGradient(
      Kernels kernels, Tensor adjoints, Tensor operand, Tensor gradient) {
    return () -> kernels.addOuterProduct(adjoints, operand, gradient);
  }
}
