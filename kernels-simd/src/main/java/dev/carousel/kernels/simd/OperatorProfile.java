package dev.carousel.kernels.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the compiler of JDK 17 is to know of vector operators before it compiles any.
 *
 * <p>Every operator passes through the same few methods of the JDK. Where products come first,
 * those have seen a single kind of operator when they are compiled, are compiled for it alone, and
 * are left through a trap four times when other kinds come. A trap counts once for each place into
 * which its method is inlined, and from 100 in one method on (PerMethodTrapLimit) the compiler
 * expects no single kind of anything there: for vectors it keeps a call for other kinds, and for
 * the call all of them are boxed, some fifteen times slower, until the process ends. Four traps at
 * 24 multiply-adds are too few for that, at 48 they are enough.
 *
 * <p>So every operator of this package is used once before any of those methods is compiled, since
 * its first use looks up its function, and then their kinds are mixed until they are.
 */
final class OperatorProfile {
  // With six operators each; methods are compiled by what they saw in 5000 calls.
  private static final int ROUNDS = 2000;

  private OperatorProfile() {}

  /** Uses every operator. Takes about 60 milliseconds. */
  static void fill(
      VectorSpecies<Float> floats,
      VectorSpecies<Integer> ints,
      VectorSpecies<Double> doubles,
      VectorSpecies<Long> longs) {
    useFloats(FloatVector.broadcast(floats, 1f), doubles);
    useDoubles(DoubleVector.broadcast(doubles, 1));
    useInts(IntVector.broadcast(ints, 1));
    useLongs(LongVector.broadcast(longs, 1));
    mix(FloatVector.broadcast(floats, 1f));
  }

  private static void useFloats(FloatVector one, VectorSpecies<Double> doubles) {
    FloatVector x = one.fma(one, one).add(one).sub(one).mul(one).div(one).min(one).max(one);
    x = x.abs().neg().lanewise(VectorOperators.SQRT);
    x = x.blend(one, x.compare(VectorOperators.LT, one));
    x = x.blend(one, x.compare(VectorOperators.LE, one));
    x = x.blend(one, x.compare(VectorOperators.GT, one));
    x = x.blend(one, x.compare(VectorOperators.GE, one));
    x = x.blend(one, x.compare(VectorOperators.EQ, one));
    x.convertShape(VectorOperators.F2D, doubles, 0);
    x.reduceLanes(VectorOperators.MAX);
  }

  private static void useDoubles(DoubleVector one) {
    one.fma(one, one).add(one);
  }

  private static void useInts(IntVector one) {
    IntVector x = one.add(one).sub(one).mul(one).and(one).or(one).not().min(one).max(one);
    x = x.lanewise(VectorOperators.XOR, one).lanewise(VectorOperators.LSHL, 1);
    x = x.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.ASHR, 1);
    x.blend(one, x.compare(VectorOperators.GT, one)).reduceLanes(VectorOperators.MAX);
  }

  private static void useLongs(LongVector one) {
    LongVector x = one.add(one).sub(one).mul(one).and(one).or(one).not();
    x = x.lanewise(VectorOperators.XOR, one).lanewise(VectorOperators.LSHL, 1);
    x.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.ASHR, 1);
  }

  private static void mix(FloatVector one) {
    FloatVector x = one;
    for (int round = 0; round < ROUNDS; round++) {
      x = x.add(one).sub(one).abs();
      x = x.blend(one, x.compare(VectorOperators.LT, one));
      x = x.fma(one, x).sub(x);
    }
  }
}
