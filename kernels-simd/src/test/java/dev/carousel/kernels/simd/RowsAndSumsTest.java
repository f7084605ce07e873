package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Sums, rows, softmax and dropout beside those of the plain kernels, at odd sizes. */
class RowsAndSumsTest {
  private static final int[] SIZES = {
    1,
    2,
    Lanes.COUNT - 1,
    Lanes.COUNT,
    Lanes.COUNT + 1,
    2 * Lanes.COUNT,
    3 * Lanes.COUNT + 5,
    64 * Lanes.COUNT - 1,
    64 * Lanes.COUNT,
    64 * Lanes.COUNT + 1,
    130 * Lanes.COUNT + 3
  };

  private final Kernels vectors = new SimdKernels();
  private final Kernels plain = new EjmlKernels();
  private final RandomStream random = new RandomStream(11);

  private float[] numbers(int n) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** Of whole numbers every sum is exact, whatever its order. */
  @Test
  void sumsOfWholeNumbersAreExact() {
    for (int n : SIZES) {
      float[] values = new float[n];
      long sum = 0;
      long squares = 0;
      for (int i = 0; i < n; i++) {
        int value = random.nextInt(2_000_001) - 1_000_000;
        values[i] = value;
        sum += value;
        squares += (long) value * value;
      }
      assertThat(vectors.sum(vectors.tensor(values, n))).isEqualTo(sum);
      assertThat(vectors.sumOfSquares(vectors.tensor(values, n))).isEqualTo(squares);
    }
  }

  @Test
  void sumsShowWhatIsNotFiniteWhereverItIs() {
    int n = 5 * Lanes.COUNT + 3;
    for (int place = 0; place < n; place++) {
      for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        float[] values = numbers(n);
        values[place] = value;
        assertThat(vectors.sum(vectors.tensor(values, n))).isEqualTo(Double.valueOf(value));
        assertThat(vectors.sumOfSquares(vectors.tensor(values, n)))
            .isEqualTo(Double.valueOf(value));
      }
    }
  }

  /** The first calls are interpreted, the last ones compiled. */
  @Test
  void resultsAreTheSameBeforeAndAfterCompilation() {
    int n = 777;
    Tensor logits = vectors.tensor(numbers(n), 1, n);
    Tensor gradient = vectors.zeros(1, n);
    double sum = vectors.sum(logits);
    double squares = vectors.sumOfSquares(logits);
    double loss = vectors.softmaxCrossEntropy(logits, new int[] {5}, 1, gradient);
    float[] slopes = vectors.toArray(gradient);
    for (int i = 0; i < 20_000; i++) {
      vectors.sum(logits);
      vectors.sumOfSquares(logits);
      vectors.softmaxCrossEntropy(logits, new int[] {5}, 1, gradient);
    }
    assertThat(vectors.sum(logits)).isEqualTo(sum);
    assertThat(vectors.sumOfSquares(logits)).isEqualTo(squares);
    assertThat(vectors.softmaxCrossEntropy(logits, new int[] {5}, 1, gradient)).isEqualTo(loss);
    assertThat(vectors.toArray(gradient)).isEqualTo(slopes);
  }

  @Test
  void addedRowsHaveTheBitsOfPlainLoops() {
    for (int columns : SIZES) {
      float[] source = numbers(4 * columns);
      float[] target = numbers(3 * columns);
      int[] index = {2, -1, 0, 2};
      Tensor expected = plain.tensor(target, 3, columns);
      Tensor actual = vectors.tensor(target, 3, columns);
      plain.scatterAddRows(plain.tensor(source, 4, columns), index, expected);
      vectors.scatterAddRows(vectors.tensor(source, 4, columns), index, actual);
      assertThat(vectors.toArray(actual)).isEqualTo(plain.toArray(expected));
      int part = Math.max(1, columns - 2);
      int from = columns - part;
      plain.copy(plain.tensor(source, 4, columns), 1, from, expected, 0, 0, 2, part, true);
      vectors.copy(vectors.tensor(source, 4, columns), 1, from, actual, 0, 0, 2, part, true);
      assertThat(vectors.toArray(actual)).isEqualTo(plain.toArray(expected));
    }
  }

  /**
   * One function's error and those of a sum of at most 64 terms a lane, of probabilities that are
   * at most 1.
   */
  @Test
  void softmaxIsThatOfPlainLoops() {
    for (int classes : SIZES) {
      for (float scale : new float[] {0, 1, 40, 1e30f}) {
        float[] values = numbers(4 * classes);
        for (int i = 0; i < values.length; i++) {
          values[i] = i / classes == 1 ? Float.NaN : values[i] * scale;
        }
        int[] targets = {classes - 1, -1, classes / 2};
        Tensor expected = plain.zeros(4, classes);
        Tensor actual = vectors.zeros(4, classes);
        vectors.fill(actual, 77);
        double plainLoss =
            plain.softmaxCrossEntropy(plain.tensor(values, 4, classes), targets, 1, expected);
        double loss =
            vectors.softmaxCrossEntropy(vectors.tensor(values, 4, classes), targets, 1, actual);
        assertThat(loss).isCloseTo(plainLoss, Offset.offset(1e-5 + Math.abs(plainLoss) * 1e-7));
        float[] slopes = vectors.toArray(actual);
        float[] plainSlopes = plain.toArray(expected);
        for (int i = 0; i < 3 * classes; i++) {
          assertThat(slopes[i]).isCloseTo(plainSlopes[i], Offset.offset(70 * 0x1p-24f));
        }
        // The fourth row has no target and is not touched.
        for (int i = 3 * classes; i < 4 * classes; i++) {
          assertThat(slopes[i]).isEqualTo(77);
        }
      }
    }
  }

  /** A row with a logit that is not finite is as with plain loops, and no other row is. */
  @Test
  void softmaxOfWhatIsNotFinite() {
    float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e38f, -1e38f};
    for (int classes : new int[] {1, 3, Lanes.COUNT, Lanes.COUNT + 1, 5 * Lanes.COUNT + 2}) {
      for (float value : bad) {
        for (int place : new int[] {0, classes / 2, classes - 1}) {
          float[] values = numbers(3 * classes);
          values[classes + place] = value;
          int[] targets = {0, 0, 0};
          Tensor expected = plain.zeros(3, classes);
          Tensor actual = vectors.zeros(3, classes);
          double plainLoss =
              plain.softmaxCrossEntropy(plain.tensor(values, 3, classes), targets, 1, expected);
          double loss =
              vectors.softmaxCrossEntropy(vectors.tensor(values, 3, classes), targets, 1, actual);
          requireAlike(loss, plainLoss, 1e-5);
          for (int i = 0; i < 3 * classes; i++) {
            requireAlike(vectors.toArray(actual)[i], plain.toArray(expected)[i], 70 * 0x1p-24);
          }
        }
      }
    }
  }

  private static void requireAlike(double actual, double expected, double bound) {
    if (Double.isFinite(expected)) {
      assertThat(actual).isCloseTo(expected, Offset.offset(bound + Math.abs(expected) * 1e-7));
    } else {
      assertThat(actual).isEqualTo(Double.valueOf(expected)); // NaN equals itself
    }
  }

  @Test
  void probabilitiesFarBelowTheLargestAreZero() {
    float[] values = new float[2 * Lanes.COUNT + 1];
    values[1] = 100;
    Tensor gradient = vectors.zeros(1, values.length);
    double loss =
        vectors.softmaxCrossEntropy(
            vectors.tensor(values, 1, values.length), new int[] {0}, 1, gradient);
    assertThat(loss).isEqualTo(100);
    float[] slopes = vectors.toArray(gradient);
    for (int i = 0; i < slopes.length; i++) {
      assertThat(slopes[i]).isEqualTo(i == 0 ? -1 : i == 1 ? 1 : 0);
    }
  }

  @Test
  void dropoutMasksHaveTheBitsOfPlainLoops() {
    for (int n : SIZES) {
      for (double rate : new double[] {0, 0.25, 1.0 / 3, 0.999999, 0x1p-24, 0x1.8p-24}) {
        long seed = random.nextLong();
        Tensor expected = plain.allocate(Shape.of(n));
        Tensor actual = vectors.allocate(Shape.of(n));
        plain.dropoutMask(expected, rate, 1.7f, seed);
        vectors.dropoutMask(actual, rate, 1.7f, seed);
        assertThat(vectors.toArray(actual)).isEqualTo(plain.toArray(expected));
      }
    }
  }
}
