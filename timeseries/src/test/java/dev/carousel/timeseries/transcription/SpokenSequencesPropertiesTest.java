package dev.carousel.timeseries.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Batch;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Augmentation;
import dev.carousel.transcription.Unit;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SpokenSequencesPropertiesTest {
  private static final Augmentation EVERYTHING =
      new Augmentation(
          Optional.of(new Augmentation.Between(10, 20)),
          Optional.of(new Augmentation.Between(-6, 6)),
          Optional.of(new Augmentation.Between(0.9, 1.1)),
          new Augmentation.Bands(1, 2),
          new Augmentation.Times(1, 3, 0.5));

  /** So that batches may be made in any order, and again after a training has been interrupted. */
  @Property(tries = 30)
  void whatIsHeardOfAnUtteranceDoesNotDependOnTheOthersOfItsBatch(
      @ForAll long seed, @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 5) Integer> chosen) {
    SpokenSequences spoken =
        new SpokenSequences(
            Tones.drawn(6, new RandomStream(1)),
            Transcripts.of(Unit.WORDS, List.of("high low")),
            Tones.FRONT_END,
            EVERYTHING,
            seed,
            true);
    int[] which = chosen.stream().mapToInt(n -> n).toArray();

    Batch together = spoken.batch(which);

    for (int b = 0; b < which.length; b++) {
      assertThat(together.sequence(b))
          .usingRecursiveComparison()
          .isEqualTo(spoken.batch(new int[] {which[b]}));
    }
  }
}
