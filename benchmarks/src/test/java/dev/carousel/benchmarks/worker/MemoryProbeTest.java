package dev.carousel.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryProbeTest {
  private static final List<String> STATUS =
      List.of("Name:\tjava", "VmHWM:\t  123456 kB", "VmRSS:\t   99 kB");

  @Test
  void readsTheNumberOfALine() {
    assertThat(MemoryProbe.kibibytes(STATUS, "VmHWM:")).isEqualTo(123456);
    assertThat(MemoryProbe.kibibytes(STATUS, "VmRSS:")).isEqualTo(99);
  }

  @Test
  void missesALine() {
    assertThatThrownBy(() -> MemoryProbe.kibibytes(STATUS, "VmPeak:"))
        .hasMessage("no line VmPeak: in /proc/self/status");
  }
}
