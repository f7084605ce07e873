package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainLibraryTest {
  @Test
  void lossFallsToATenthAndEqualSeedsGiveEqualLosses() {
    List<Double> losses = PlainLibrary.train(60, 1);

    assertThat(losses.get(59)).isLessThan(losses.get(0) / 10);
    assertThat(PlainLibrary.train(3, 1)).isEqualTo(losses.subList(0, 3));
  }
}
