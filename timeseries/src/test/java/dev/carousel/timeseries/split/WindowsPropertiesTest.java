package dev.carousel.timeseries.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WindowsPropertiesTest {
  @Example
  void airline() {
    Windows train = new Windows(24, 12, 1, 0, 96);
    assertThat(train.count()).isEqualTo(61);
    assertThat(train.origin(0)).isEqualTo(24);
    assertThat(train.origin(60)).isEqualTo(84);
    Windows test = new Windows(24, 12, 5, 120, 144);
    assertThat(test.count()).isEqualTo(3);
    assertThat(test.origin(0)).isEqualTo(120);
    assertThat(test.origin(2)).isEqualTo(130);
  }

  @Example
  void refusesNothing() {
    assertThatThrownBy(() -> new Windows(2, 1, 0, 0, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window, horizon and stride must be at least 1, got 2, 1 and 0");
  }

  /**
   * The windows are exactly those origins, stride apart, that have their inputs in the series and
   * their targets in the part.
   */
  @Property(seed = "1", edgeCases = EdgeCasesMode.NONE)
  void everyPossibleOriginOnce(
      @ForAll @IntRange(min = 1, max = 12) int window,
      @ForAll @IntRange(min = 1, max = 12) int horizon,
      @ForAll @IntRange(min = 1, max = 12) int stride,
      @ForAll @IntRange(max = 40) int start,
      @ForAll @IntRange(max = 40) int length) {
    Windows windows = new Windows(window, horizon, stride, start, start + length);
    List<Integer> origins = new ArrayList<>();
    for (int i = 0; i < windows.count(); i++) {
      origins.add(windows.origin(i));
    }
    List<Integer> expected = new ArrayList<>();
    int next = 0;
    for (int origin = 0; origin < start + length; origin++) {
      boolean fits = origin - window >= 0 && origin >= start && origin + horizon <= start + length;
      if (fits && (expected.isEmpty() || origin == next)) {
        expected.add(origin);
        next = origin + stride;
      }
    }
    assertThat(origins).isEqualTo(expected);
  }
}
