package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LogitsTest {
  /** Few different values, so that many are equal. */
  @Property
  void aClassIsAmongTheLikeliestIfItIsOneOfThem(
      @ForAll @Size(min = 1, max = 12) @IntRange(min = -2, max = 2) int[] values,
      @ForAll @IntRange(min = 0, max = 14) int count) {
    float[] all = new float[values.length + 2];
    for (int k = 0; k < values.length; k++) {
      all[k + 1] = values[k] == 2 ? Float.NEGATIVE_INFINITY : values[k];
    }
    Logits logits = new Logits(all, 1, values.length);
    int[] likeliest = logits.likeliest(count);

    for (int k = 0; k < values.length; k++) {
      int label = k;
      assertThat(logits.isAmongLikeliest(k, count))
          .isEqualTo(Arrays.stream(likeliest).anyMatch(likely -> likely == label));
    }
  }

  @Test
  void whatIsNotANumberNeverHelps() {
    Logits logits = new Logits(new float[] {Float.NaN, 1, Float.NaN, 2}, 0, 4);

    assertThat(logits.isAmongLikeliest(0, 3)).isFalse();
    assertThat(logits.isAmongLikeliest(1, 3)).isFalse();
    assertThat(logits.isAmongLikeliest(3, 3)).isTrue();
    assertThat(logits.isAmongLikeliest(3, 2)).isFalse();
  }
}
