package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.ElementLoops;
import dev.carousel.tensor.ScalarLoops;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops on vectors beside plain ones, at odd sizes and from odd places. */
class VectorLoopsTest {
  private static final int[] SIZES = {
    0, 1, Lanes.COUNT - 1, Lanes.COUNT, Lanes.COUNT + 1, 3 * Lanes.COUNT + 5, 64, 65, 200
  };
  private static final float[] EDGES = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    1e-40f,
    -1e-40f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -1f,
    3f
  };

  private final VectorLoops vectors = new VectorLoops();
  private final ScalarLoops plain = new ScalarLoops();

  private static float[] numbers(int start, int n, int salt) {
    float[] numbers = new float[start + room(n)];
    Arrays.fill(numbers, Float.NaN);
    for (int i = 0; i < n; i++) {
      boolean edge = (i + salt) % 3 == 0;
      numbers[start + i] =
          edge ? EDGES[(i * (salt + 1) / 3) % EDGES.length] : (float) Math.sin(i * 7 + salt) * 9;
    }
    return numbers;
  }

  private static int room(int n) {
    return (n + ElementLoops.ROOM - 1) / ElementLoops.ROOM * ElementLoops.ROOM;
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "STEP", "ABS", "SQRT"})
  void unaryOperatorsHaveTheBitsOfPlainLoops(UnaryOperator operator) {
    for (int n : SIZES) {
      float[] a = numbers(3, n, n);
      float[] expected = new float[5 + n];
      plain.apply(operator, a, 3, expected, 5, n);
      float[] actual = new float[5 + room(n) + 7];
      Arrays.fill(actual, 77);
      vectors.apply(operator, a, 3, actual, 5, n);
      requireSame(expected, actual, n);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TANH", "EXP", "LOG", "SOFTPLUS"})
  void functionsWriteNothingOutsideTheirRoom(UnaryOperator function) {
    for (int n : SIZES) {
      float[] a = numbers(3, n, n);
      float[] actual = new float[5 + room(n) + 7];
      Arrays.fill(actual, 77);
      vectors.apply(function, a, 3, actual, 5, n);
      requireRoomKept(actual, n);
      for (int i = 0; i < n; i++) {
        double exact = function.apply(a[3 + i]);
        assertThat((double) actual[5 + i])
            .as("%s of %s", function, a[3 + i])
            .matches(
                x ->
                    x.equals((double) (float) exact)
                        || Math.abs(x - exact) <= 3 * Floats.ulp(exact));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void binaryOperatorsHaveTheBitsOfPlainLoops(BinaryOperator operator) {
    for (int n : SIZES) {
      float[] a = numbers(3, n, n);
      float[] b = numbers(4, n, n + 1);
      float[] expected = new float[5 + n];
      plain.combine(operator, a, 3, b, 4, expected, 5, n);
      float[] actual = new float[5 + room(n) + 7];
      Arrays.fill(actual, 77);
      vectors.combine(operator, a, 3, b, 4, actual, 5, n);
      requireSame(expected, actual, n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResultMayBeAnArgument(UnaryOperator operator) {
    float[] a = numbers(3, 200, 1);
    float[] apart = new float[3 + room(200)];
    vectors.apply(operator, a, 3, apart, 3, 200);
    vectors.apply(operator, a, 3, a, 3, 200);
    assertThat(Arrays.copyOfRange(a, 3, 203)).isEqualTo(Arrays.copyOfRange(apart, 3, 203));
  }

  private static void requireSame(float[] expected, float[] actual, int n) {
    assertThat(Arrays.copyOfRange(actual, 5, 5 + n))
        .isEqualTo(Arrays.copyOfRange(expected, 5, 5 + n));
    requireRoomKept(actual, n);
  }

  private static void requireRoomKept(float[] actual, int n) {
    assertThat(Arrays.copyOf(actual, 5)).containsOnly(77);
    assertThat(Arrays.copyOfRange(actual, 5 + room(n), actual.length)).containsOnly(77);
  }
}
