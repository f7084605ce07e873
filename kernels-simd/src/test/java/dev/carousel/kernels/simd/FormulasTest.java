package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.ElementLoops;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Errors, monotony and special values that {@link Formulas} states. With {@code
 * -Dcarousel.exhaustive=true} over all floats, which takes minutes a function.
 */
class FormulasTest {
  // Prime, so that the walk meets all kinds of bit patterns; about four million floats.
  private static final int STRIDE = 1021;
  private static final int NEIGHBOURS = 5000;

  /** Where formulas change or are cut off, and where e^x passes from one power of two on. */
  private static final float[] BENDS = {
    0f,
    0.173287f,
    0.34657359f,
    0.51986f,
    0.55f,
    0.625f,
    0.693147f,
    0.70710677f,
    0.866434f,
    1f,
    1.0397208f,
    1.41421354f,
    1.7328680f,
    2f,
    5f,
    8.3f,
    9.010913f,
    10f,
    15.9f,
    16.635532f,
    17.328680f,
    20f,
    86.9f,
    87f,
    87.3365f,
    88.02969f,
    88.37626f,
    88.722835f,
    89f,
    103.27893f,
    103.972084f,
    104f,
    Float.MIN_NORMAL,
    1e-3f,
    Float.MAX_VALUE
  };

  private final VectorLoops loops = new VectorLoops();

  private static double statedError(UnaryOperator function) {
    return switch (function) {
      case SIGMOID -> 2.49;
      case TANH -> 1.47;
      case EXP -> 1.02;
      case LOG -> 0.93;
      case SOFTPLUS -> 2.87;
      default -> throw new AssertionError(function);
    };
  }

  private static void require(UnaryOperator function, FunctionWalk walk) {
    assertThat(walk.largestError()).as(walk.toString()).isLessThanOrEqualTo(statedError(function));
    double fall = function == UnaryOperator.SOFTPLUS ? 2 : 0;
    assertThat(walk.largestFall()).as(walk.toString()).isLessThanOrEqualTo(fall);
  }

  private static float one(UnaryOperator function, float x) {
    float[] values = new float[ElementLoops.ROOM];
    values[0] = x;
    new VectorLoops().apply(function, values, 0, values, 0, 1);
    return values[0];
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH", "EXP", "LOG", "SOFTPLUS"})
  void errorsAreAsStatedOverTheWholeRange(UnaryOperator function) {
    require(function, new FunctionWalk(function).walk(Floats.LOWEST, Floats.HIGHEST, STRIDE));
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH", "EXP", "LOG", "SOFTPLUS"})
  void errorsAreAsStatedAroundEveryBend(UnaryOperator function) {
    FunctionWalk walk = new FunctionWalk(function);
    for (float bend : BENDS) {
      for (float place : new float[] {bend, -bend}) {
        long middle = Floats.number(place);
        long first = Math.max(Floats.LOWEST, middle - NEIGHBOURS);
        walk.walk(first, Math.min(Floats.HIGHEST, middle + NEIGHBOURS), 1);
      }
    }
    require(function, walk);
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH", "EXP", "LOG", "SOFTPLUS"})
  void errorsAreAsStatedForAllFloats(UnaryOperator function) {
    assumeTrue(Boolean.getBoolean("carousel.exhaustive"), "only with -Dcarousel.exhaustive=true");
    FunctionWalk walk = new FunctionWalk(function).walk(Floats.LOWEST, Floats.HIGHEST, 1);
    System.out.println(walk);
    require(function, walk);
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH", "EXP", "LOG", "SOFTPLUS"})
  void notANumberStaysSoWhateverItsBits(UnaryOperator function) {
    for (int bits : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001, 0x7fffffff, -1}) {
      assertThat(one(function, Float.intBitsToFloat(bits))).isNaN();
    }
  }

  @Test
  void sigmoidSaturates() {
    assertThat(one(UnaryOperator.SIGMOID, Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(one(UnaryOperator.SIGMOID, 17.4f)).isEqualTo(1f);
    assertThat(one(UnaryOperator.SIGMOID, 0f)).isEqualTo(0.5f);
    assertThat(one(UnaryOperator.SIGMOID, -0f)).isEqualTo(0.5f);
    assertThat(one(UnaryOperator.SIGMOID, -87f)).isPositive();
    assertBits(one(UnaryOperator.SIGMOID, -87.01f), 0f);
    assertBits(one(UnaryOperator.SIGMOID, Float.NEGATIVE_INFINITY), 0f);
  }

  @Test
  void tanhSaturatesAndIsOdd() {
    for (float x : new float[] {9.1f, 10f, 1e30f, Float.POSITIVE_INFINITY}) {
      assertThat(one(UnaryOperator.TANH, x)).isEqualTo(1f);
      assertThat(one(UnaryOperator.TANH, -x)).isEqualTo(-1f);
    }
    float[] there = new float[1 << 14];
    float[] back = new float[there.length];
    for (long number = 0; number <= Floats.HIGHEST; ) {
      for (int i = 0; i < there.length; i++, number += STRIDE) {
        there[i] = Floats.at((int) Math.min(number, Floats.HIGHEST));
        back[i] = -there[i];
      }
      loops.apply(UnaryOperator.TANH, there, 0, there, 0, there.length);
      loops.apply(UnaryOperator.TANH, back, 0, back, 0, back.length);
      for (int i = 0; i < there.length; i++) {
        back[i] = -back[i];
      }
      assertThat(back).isEqualTo(there);
    }
  }

  @Test
  void tanhKeepsWhatIsTooSmallToChange() {
    for (float x : new float[] {0f, Float.MIN_VALUE, 1e-40f, Float.MIN_NORMAL, 1e-10f}) {
      assertBits(one(UnaryOperator.TANH, x), x);
      assertBits(one(UnaryOperator.TANH, -x), -x);
    }
  }

  @Test
  void expPassesThroughTheSmallestNumbersToZero() {
    assertBits(one(UnaryOperator.EXP, Float.NEGATIVE_INFINITY), 0f);
    assertBits(one(UnaryOperator.EXP, -104f), 0f);
    assertBits(one(UnaryOperator.EXP, -103.9f), Float.MIN_VALUE);
    assertBits(one(UnaryOperator.EXP, 0f), 1f);
    assertBits(one(UnaryOperator.EXP, -0f), 1f);
    assertThat(one(UnaryOperator.EXP, 88.72283f)).isFinite();
    assertThat(one(UnaryOperator.EXP, 88.72284f)).isInfinite();
    assertThat(one(UnaryOperator.EXP, Float.POSITIVE_INFINITY)).isInfinite();
  }

  @Test
  void logAtTheEndsOfItsDomain() {
    assertThat(one(UnaryOperator.LOG, 0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(one(UnaryOperator.LOG, -0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(one(UnaryOperator.LOG, -Float.MIN_VALUE)).isNaN();
    assertThat(one(UnaryOperator.LOG, Float.NEGATIVE_INFINITY)).isNaN();
    assertThat(one(UnaryOperator.LOG, Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertBits(one(UnaryOperator.LOG, 1f), 0f);
  }

  @Test
  void softplusAtTheEnds() {
    assertBits(one(UnaryOperator.SOFTPLUS, Float.NEGATIVE_INFINITY), 0f);
    assertBits(one(UnaryOperator.SOFTPLUS, -105f), 0f);
    assertBits(one(UnaryOperator.SOFTPLUS, 18f), 18f);
    assertBits(one(UnaryOperator.SOFTPLUS, Float.POSITIVE_INFINITY), Float.POSITIVE_INFINITY);
  }

  /** What lies beside an argument, such as one that needs clamping, must not change its result. */
  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH", "EXP", "LOG", "SOFTPLUS"})
  void resultsDoNotDependOnNeighbours(UnaryOperator function) {
    float[] values = new float[20 * ElementLoops.ROOM];
    float[] beside = new float[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i) * (i % 7 + 1) * 12;
      beside[i + 1] = values[i];
    }
    beside[0] = Float.NaN;
    float[] alone = new float[values.length];
    float[] together = new float[values.length + ElementLoops.ROOM];
    new VectorLoops().apply(function, values, 0, alone, 0, values.length);
    beside = Arrays.copyOf(beside, values.length + ElementLoops.ROOM);
    new VectorLoops().apply(function, beside, 0, together, 0, values.length + 1);
    for (int i = 0; i < values.length; i++) {
      assertBits(together[i + 1], alone[i]);
      assertBits(one(function, values[i]), alone[i]);
    }
  }

  private static void assertBits(float actual, float expected) {
    assertThat(Float.floatToIntBits(actual))
        .as("%s, expected the bits of %s", actual, expected)
        .isEqualTo(Float.floatToIntBits(expected));
  }
}
