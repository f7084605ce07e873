package dev.carousel.timeseries.music;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.train.Predictor;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PianoRollPropertiesTest {
  @Provide
  Arbitrary<List<List<Set<Integer>>>> tunes() {
    return Arbitraries.integers()
        .between(21, 108)
        .set()
        .ofMaxSize(6)
        .list()
        .ofMinSize(2)
        .ofMaxSize(9)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  /** In JSON without spaces, a list is written as Java prints it. */
  private static Map<Split, Rolls> read(List<List<Set<Integer>>> tunes) throws IOException {
    Path file = Files.createTempFile("tunes", ".json");
    try {
      Files.writeString(
          file, "{\"test\": %s, \"train\": %s, \"valid\": [[[], []]]}".formatted(tunes, tunes));
      return new PianoRollFile("tunes", file).rolls();
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 200, seed = "1")
  void whatIsWrittenIsRead(@ForAll("tunes") List<List<Set<Integer>>> tunes) throws IOException {
    int[][][] keys = read(tunes).get(Split.TRAIN).keys();

    assertThat(keys.length).isEqualTo(tunes.size());
    for (int n = 0; n < keys.length; n++) {
      assertThat(keys[n].length).isEqualTo(tunes.get(n).size());
      for (int t = 0; t < keys[n].length; t++) {
        assertThat(keys[n][t])
            .containsExactlyInAnyOrder(
                tunes.get(n).get(t).stream().mapToInt(pitch -> pitch - 21).toArray());
      }
    }
  }

  @Property(tries = 200, seed = "1")
  void targetsAreTheNextInputs(@ForAll("tunes") List<List<Set<Integer>>> tunes) throws IOException {
    Rolls rolls = read(tunes).get(Split.TEST);
    int[] all = new int[rolls.count()];
    for (int n = 0; n < all.length; n++) {
      all[n] = all.length - 1 - n;
    }
    Batch batch = rolls.batch(all);
    float[] inputs = ((Inputs.Features) batch.inputs()).values();
    float[] targets = ((Targets.Values) batch.targets()).values();

    int steps = 0;
    for (int b = 0; b < all.length; b++) {
      steps += tunes.get(all[b]).size() - 1;
      for (int t = 0; t + 1 < batch.lengths()[b]; t++) {
        for (int key = 0; key < 88; key++) {
          assertThat(inputs[((t + 1) * all.length + b) * 88 + key])
              .isEqualTo(targets[(t * all.length + b) * 88 + key]);
        }
      }
    }
    assertThat(batch.tokens()).isEqualTo(steps);
  }

  /** How sequences are put into batches, and so how much padding there is, does not matter. */
  @Property(tries = 100, seed = "1")
  void figuresDoNotDependOnBatches(@ForAll("tunes") List<List<Set<Integer>>> tunes)
      throws IOException {
    Rolls rolls = read(tunes).get(Split.TEST);
    Predictor markov = KeyChances.markov(rolls);
    NextFrames together = new NextFrames();
    NextFrames apart = new NextFrames();
    int[] all = new int[rolls.count()];
    for (int n = 0; n < all.length; n++) {
      all[n] = n;
      Batch one = rolls.batch(new int[] {n});
      apart.add(one, markov.predict(one));
    }
    Batch batch = rolls.batch(all);
    together.add(batch, markov.predict(batch));

    // Some thousand doubles added in another order.
    assertThat(together.metrics().get("nll")).isCloseTo(apart.metrics().get("nll"), within(1e-9));
    assertThat(together.metrics().get("accuracy")).isEqualTo(apart.metrics().get("accuracy"));
  }
}
