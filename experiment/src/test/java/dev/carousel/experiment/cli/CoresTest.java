package dev.carousel.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
  @Test
  void twoThreadsOfOneCoreCountOnce() {
    List<String> lines =
        List.of(
            "processor\t: 0",
            "physical id\t: 0",
            "core id\t\t: 0",
            "processor\t: 1",
            "physical id\t: 0",
            "core id\t\t: 1",
            "processor\t: 2",
            "physical id\t: 0",
            "core id\t\t: 0",
            "processor\t: 3",
            "physical id\t: 1",
            "core id\t\t: 0");

    assertThat(Cores.physical(lines, 4)).isEqualTo(3);
  }

  @Test
  void descriptionWithoutCoresSaysNothing() {
    assertThat(Cores.physical(List.of("processor\t: 0", "model name\t: any"), 8)).isEqualTo(8);
  }

  @Test
  void thereIsACore() {
    assertThat(Cores.count()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }
}
