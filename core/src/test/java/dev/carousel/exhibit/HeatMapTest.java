package dev.carousel.exhibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static HeatMap map(int rows, float[] values, double to, Strip... strips) {
    return new HeatMap(
        "Spectrum",
        "How loud.",
        new Axis.Numbers("seconds"),
        0,
        to,
        new Axis.Numbers("band"),
        new Axis.Numbers("nats"),
        rows,
        values,
        List.of(strips));
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void columnsMayHaveGapsAndStripsNoSpan() {
    Strip found =
        new Strip("found", List.of(new Span("a", 0, 1), new Span("a", 1, 1), new Span("b", 1, 3)));
    HeatMap map =
        map(2, new float[] {1, Float.NaN, 3, 4, 5, 6}, 3, found, new Strip("right", List.of()));

    assertThat(map.columns()).isEqualTo(3);
    assertThat(map.strips().get(0).spans()).hasSize(3);
  }

  @Test
  void impossibleMapsAreRefused() {
    float[] four = {1, 2, 3, 4};
    Strip strip = new Strip("found", List.of(new Span("a", 1, 2)));
    refused("heat map 'Spectrum': 4 numbers do not make columns of 3", () -> map(3, four, 1));
    refused(
        "heat map 'Spectrum': 0 numbers do not make columns of 2", () -> map(2, new float[0], 1));
    refused(
        "heat map 'Spectrum' has 50001 numbers; show 50000 at most",
        () -> map(1, new float[50_001], 1));
    refused(
        "heat map 'Spectrum': number 1 of column 2 is -Infinity",
        () -> map(2, new float[] {1, 2, Float.NEGATIVE_INFINITY, 4}, 1));
    refused("heat map 'Spectrum' goes from 0.0 to 0.0", () -> map(2, four, 0));
    refused("heat map 'Spectrum' goes from 0.0 to NaN", () -> map(2, four, Double.NaN));
    refused("heat map 'Spectrum' has two strips 'found'", () -> map(2, four, 2, strip, strip));
    refused(
        "heat map 'Spectrum': 'a' goes from 1.0 to 2.0, which is beyond 0.0 to 1.5",
        () -> map(2, four, 1.5, strip));
  }

  @Test
  void impossibleStripsAreRefused() {
    refused("a span needs a name", () -> new Span(" ", 0, 1));
    refused("span 'a' goes from 2.0 to 1.0", () -> new Span("a", 2, 1));
    refused("span 'a' goes from 0.0 to Infinity", () -> new Span("a", 0, Double.POSITIVE_INFINITY));
    refused("a strip needs a name", () -> new Strip("", List.of()));
    refused(
        "strip 'found': span 2, 'b', begins at 1.0, before the end of the one before, 2.0",
        () -> new Strip("found", List.of(new Span("a", 0, 2), new Span("b", 1, 3))));
  }
}
