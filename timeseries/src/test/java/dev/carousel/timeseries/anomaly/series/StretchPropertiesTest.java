package dev.carousel.timeseries.anomaly.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StretchPropertiesTest {
  /** Stretches whose inputs count all steps, and whose targets are one more. */
  private static List<Stretch> stretches(List<Integer> lengths) {
    List<Stretch> stretches = new ArrayList<>();
    int next = 0;
    for (int length : lengths) {
      float[] inputs = new float[length];
      float[] targets = new float[length];
      for (int t = 0; t < length; t++) {
        inputs[t] = next;
        targets[t] = next + 1;
        next++;
      }
      stretches.add(new Stretch(1, 1, inputs, targets, new boolean[length], 0));
    }
    return stretches;
  }

  @Property(tries = 300)
  void everyStepIsInOneStreamAfterTheOneBefore(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 60) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 9) int streams,
      @ForAll @IntRange(min = 1, max = 20) int steps) {
    int total = lengths.stream().mapToInt(Integer::intValue).sum();
    int[] seen = new int[total];
    Map<Integer, Float> last = new HashMap<>();
    for (Batch batch : new StretchStreams(stretches(lengths), streams, steps)) {
      assertThat(batch.rows()).isBetween(1, streams);
      assertThat(batch.steps()).isBetween(1, steps);
      if (!batch.continues()) {
        last.clear();
      }
      float[] inputs = ((Inputs.Features) batch.inputs()).values();
      Targets.Values targets = (Targets.Values) batch.targets();
      for (int t = 0; t < batch.steps(); t++) {
        for (int b = 0; b < batch.rows(); b++) {
          int at = t * batch.rows() + b;
          if (targets.weights()[at] == 1) {
            assertThat(t).isLessThan(batch.lengths()[b]);
            assertThat(targets.values()[at]).isEqualTo(inputs[at] + 1);
            if (last.containsKey(b)) {
              assertThat(inputs[at]).isEqualTo(last.get(b) + 1);
            }
            last.put(b, inputs[at]);
            seen[(int) inputs[at]]++;
          }
        }
      }
    }
    assertThat(seen).containsOnly(1);
  }

  @Property(tries = 200)
  void streamsOfOneSeriesAreAboutEquallyLong(
      @ForAll @IntRange(min = 1, max = 500) int length,
      @ForAll @IntRange(min = 1, max = 40) int streams) {
    Batch batch = new StretchStreams(stretches(List.of(length)), streams, 1000).iterator().next();
    for (int each : batch.lengths()) {
      assertThat(batch.steps() - each).isBetween(0, 1);
    }
  }
}
