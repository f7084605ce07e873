package dev.carousel.interop.onnx.run;

/**
 * What loading a program may take, and each run of it again. A model of a few bytes can ask for any
 * amount of either.
 *
 * @param bytes the room for values that exist at once, and for what operators need beside them;
 *     inputs and the file's own tensors do not count
 * @param work counted in multiplications of a matrix product: one each, 10 for a number that is
 *     written, and 10,000 for each operator at work
 */
public record OnnxLimits(long bytes, long work) {
  private static final long USUAL_WORK = 1_000_000_000_000L;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public OnnxLimits {
    if (bytes < 0 || work < 0) {
      throw new IllegalArgumentException(
          "limits must be at least 0, got %d bytes and %d of work".formatted(bytes, work));
    }
  }

  /**
   * Half of the memory that this virtual machine may take, and work for some minutes on one core.
   *
   * @return the limits
   */
  public static OnnxLimits usual() {
    return new OnnxLimits(Runtime.getRuntime().maxMemory() / 2, USUAL_WORK);
  }
}
