package dev.carousel.kernels.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape that this machine prefers. No other shape is used, not even once: on JDK 17 the
 * compiler learns the types that it inlines for from the whole process, and a sum over vectors of
 * half this size made every other loop up to fifty times slower.
 */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  /** How many floats a vector holds: 16, 8 or 4. */
  static final int COUNT = FLOATS.length();

  // Here, because no vector is used without one of these species.
  static {
    OperatorProfile.fill(FLOATS, INTS, DOUBLES, LONGS);
  }

  private Lanes() {}
}
