package dev.carousel.interop.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import java.util.Map;

/** Whether values are those that another implementation has computed. */
final class Closeness {
  private static final double TOLERANCE = 1e-5;

  /** Smaller numbers are compared as if they were this large: they may be sums that cancel. */
  private static final double LEAST = 0.1;

  private Closeness() {}

  static void requireClose(String what, Map<String, Value> expected, Map<String, Value> actual) {
    assertThat(actual.keySet()).as(what).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, value) -> requireClose(what + " " + name, value, actual.get(name)));
  }

  /** A float may differ by a hundred-thousandth of the largest of its value, others not at all. */
  static void requireClose(String what, Value expected, Value actual) {
    assertThat(actual).as(what).hasToString(expected.toString());
    if (expected instanceof Integers integers) {
      assertThat(((Integers) actual).elements()).as(what).containsExactly(integers.elements());
    } else if (expected instanceof Truths truths) {
      assertThat(((Truths) actual).elements()).as(what).containsExactly(truths.elements());
    } else {
      requireClose(what, ((Floats) expected).elements(), ((Floats) actual).elements());
    }
  }

  private static void requireClose(String what, float[] expected, float[] actual) {
    double largest = LEAST;
    for (float value : expected) {
      largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    for (int i = 0; i < expected.length; i++) {
      boolean close =
          Float.isFinite(expected[i])
              ? Math.abs((double) expected[i] - actual[i]) <= TOLERANCE * largest
              : Float.compare(expected[i], actual[i]) == 0;
      assertThat(close).as("%s[%d] is %s, expected %s", what, i, actual[i], expected[i]).isTrue();
    }
  }
}
