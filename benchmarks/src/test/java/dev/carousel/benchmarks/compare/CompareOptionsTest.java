package dev.carousel.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.benchmarks.worker.Peer;
import dev.carousel.benchmarks.worker.Section;
import dev.carousel.benchmarks.worker.Worker;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class CompareOptionsTest {
  private static final CommandLine COMMAND_LINE =
      Worker.commandLine(new Compare(Path.of("target"), ""));

  @Test
  void helpExplainsEveryOptionAndName() throws IOException {
    String help = Files.readString(Path.of("compare"));

    COMMAND_LINE
        .getCommandSpec()
        .options()
        .forEach(option -> assertThat(help).contains("  " + option.longestName() + " "));
    for (BenchmarkCell cell : BenchmarkCell.values()) {
      assertThat(help).contains(cell.label());
    }
    for (Peer peer : Peer.values()) {
      assertThat(help).contains(peer.label());
    }
    for (Section section : Section.values()) {
      assertThat(help).contains(section.label());
    }
  }

  @Test
  void aWrongNameIsRefusedWithTheRightOnes() {
    assertThatThrownBy(() -> COMMAND_LINE.parseArgs("--cell", "lstm,gru"))
        .hasMessage(
            "Invalid value for option '--cell' (<cells>): no cell 'gru'; there are rnn, lstm,"
                + " peephole-lstm, gru-after, gru-before, custom");
    assertThatThrownBy(() -> COMMAND_LINE.parseArgs("--shape", "1,2"))
        .hasMessage(
            "Invalid value for option '--shape' (<shapes>): shape '1,2' should be B,T,I,H, such as"
                + " 32,50,64,128");
  }
}
