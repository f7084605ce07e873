package dev.carousel.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.benchmarks.measure.Quartiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultFileTest {
  @TempDir Path folder;

  @Test
  void readsWhatWasAdded() {
    ResultFile file = new ResultFile(folder.resolve("entries.jsonl"));
    assertThat(file.entries()).isEmpty();
    Timing timing = new Timing("carousel", new Quartiles(1, 2, 3, 4));
    List<Entry> entries =
        List.of(
            Entry.of(
                new Measured(
                    Section.TRAINING, "lstm", "1,2,3,4", 2, 1e9, "flop", 1e-6, List.of(timing))),
            Entry.of(new PeakMemory("lstm", "1,2,3,4", "libtorch", 30, 10, 20)),
            Entry.of(new Failure(Section.SGEMM, "product", "", 1, "libtorch", "differs")));

    entries.forEach(file::add);

    assertThat(file.entries()).isEqualTo(entries);
  }
}
