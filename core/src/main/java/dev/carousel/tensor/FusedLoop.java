package dev.carousel.tensor;

/**
 * A pointwise program as one loop: each element is read, computed and written before the next, and
 * what lies between the sources and the sinks is never in memory.
 */
public interface FusedLoop {
  /**
   * Runs over elements that lie beside each other. As for {@link ElementLoops}, where an array of
   * elements starts there is room for n rounded up to a multiple of {@link ElementLoops#ROOM}, and
   * what lies behind n may be read and overwritten. A sink may be a source or another sink from the
   * same start; they must not overlap otherwise.
   *
   * @param arrays for each source, then for each sink, where its elements are; not read for scalars
   *     and literals. A sink is overwritten, whatever its mode.
   * @param starts for each of them the first element
   * @param scalars the values of the program's scalar sources
   * @param n how many elements
   */
  void run(float[][] arrays, int[] starts, float[] scalars, int n);
}
