package dev.carousel.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Metric;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
  /** Sequences that know nothing but their lengths. */
  private record Lengths(int[] lengths) implements Sequences {
    @Override
    public int count() {
      return lengths.length;
    }

    @Override
    public int length(int sequence) {
      return lengths[sequence];
    }

    @Override
    public Batch batch(int[] which) {
      int[][] ids = new int[which.length][];
      for (int b = 0; b < which.length; b++) {
        ids[b] = new int[lengths[which[b]]];
        Arrays.fill(ids[b], which[b]);
      }
      return PaddedTokens.batch(ids, null);
    }
  }

  private static int[] flat(int[][] batches) {
    return Arrays.stream(batches).flatMapToInt(Arrays::stream).toArray();
  }

  /** What was done before lengths were looked at. */
  private static int[] shuffled(int count, RandomStream random) {
    int[] order = IntStream.range(0, count).toArray();
    random.shuffle(order);
    return order;
  }

  @Property
  void everySequenceIsTakenOnceAnEpoch(
      @ForAll @Size(min = 1, max = 400) List<@IntRange(min = 1, max = 9) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 40) int batchSize,
      @ForAll long seed) {
    Lengths sequences = new Lengths(lengths.stream().mapToInt(Integer::intValue).toArray());
    int[] all = IntStream.range(0, lengths.size()).toArray();
    int full = lengths.size() / batchSize;

    for (int[][] batches :
        List.of(
            BatchOrder.drawn(sequences, batchSize, new RandomStream(seed)),
            BatchOrder.settled(sequences, batchSize))) {
      assertThat(flat(batches)).containsExactlyInAnyOrder(all);
      assertThat(Arrays.stream(batches).filter(batch -> batch.length == batchSize)).hasSize(full);
      assertThat(batches).hasNumberOfRows(full + (lengths.size() % batchSize == 0 ? 0 : 1));
    }
  }

  @Property
  void equalLengthsAreTakenAsIfThereWereNone(
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll @IntRange(min = 1, max = 40) int batchSize,
      @ForAll long seed) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, 7);
    RandomStream random = new RandomStream(seed);
    RandomStream before = new RandomStream(seed);

    int[][] batches = BatchOrder.drawn(new Lengths(lengths), batchSize, random);

    assertThat(flat(batches)).isEqualTo(shuffled(count, before));
    assertThat(random.state()).isEqualTo(before.state());
    assertThat(flat(BatchOrder.settled(new Lengths(lengths), batchSize)))
        .isEqualTo(IntStream.range(0, count).toArray());
  }

  @Property
  void equallyLongSequencesStayInTheirOrder(
      @ForAll @Size(min = 2, max = 60) List<@IntRange(min = 1, max = 3) Integer> lengths,
      @ForAll long seed) {
    // One pool, and one batch, so that the batches' own order cannot matter.
    Lengths sequences = new Lengths(lengths.stream().mapToInt(Integer::intValue).toArray());
    int[] order = shuffled(lengths.size(), new RandomStream(seed));

    int[] drawn = flat(BatchOrder.drawn(sequences, lengths.size(), new RandomStream(seed)));

    for (int length = 1; length <= 3; length++) {
      int wanted = length;
      if (lengths.stream().distinct().count() > 1) {
        assertThat(IntStream.of(drawn).filter(n -> lengths.get(n) == wanted).toArray())
            .isEqualTo(IntStream.of(order).filter(n -> lengths.get(n) == wanted).toArray());
      }
    }
  }

  @Test
  void batchesAreOfSimilarLengths() {
    int[] lengths = new RandomStream(1).ints(3200, 1, 51).toArray();
    Lengths sequences = new Lengths(lengths);
    int[][] batches = BatchOrder.drawn(sequences, 10, new RandomStream(2));
    long steps = 0;
    for (int[] batch : batches) {
      steps += 10L * Arrays.stream(batch).map(n -> lengths[n]).max().orElseThrow();
    }
    // 320 sequences of 50 lengths in a pool: about two lengths a batch, half a step of padding.
    assertThat(steps).isLessThan(Arrays.stream(lengths).asLongStream().sum() + 3200);
    // Shuffled batches are not in order of length.
    assertThat(
            IntStream.range(1, 32)
                .filter(i -> first(lengths, batches, i) < first(lengths, batches, i - 1)))
        .hasSizeGreaterThan(5);
  }

  private static int first(int[] lengths, int[][] batches, int batch) {
    return lengths[batches[batch][0]];
  }

  @Test
  void oneStateGivesOneOrder() {
    Lengths sequences = new Lengths(new RandomStream(1).ints(500, 1, 9).toArray());
    RandomStream random = new RandomStream(5);
    int[][] first = BatchOrder.drawn(sequences, 4, random);
    int[][] second = BatchOrder.drawn(sequences, 4, random);

    assertThat(BatchOrder.drawn(sequences, 4, new RandomStream(5))).isDeepEqualTo(first);
    assertThat(flat(second)).isNotEqualTo(flat(first));
  }

  @Test
  void evaluationsGoFromTheShortestToTheLongest() {
    Lengths sequences = new Lengths(new int[] {3, 1, 2, 1, 3});

    assertThat(BatchOrder.settled(sequences, 2)).isDeepEqualTo(new int[][] {{1, 3}, {2, 0}, {4}});
    // Alone, every sequence stands where it does in the data.
    assertThat(flat(BatchOrder.settled(sequences, 1))).containsExactly(0, 1, 2, 3, 4);
    assertThat(BatchOrder.settled(sequences, Integer.MAX_VALUE)).hasNumberOfRows(1);
  }

  @Test
  void preparedSequencesGiveSuchBatches() {
    Sequences sequences = new Lengths(new int[] {3, 1, 2, 1, 3});
    List<Integer> seen = new ArrayList<>();
    PreparedSequences task =
        new PreparedSequences(
            new Signature(new Signature.Tokens(5), 1, false),
            new CrossEntropy(),
            List.of(new Metric("count", false)),
            Map.of(Split.TRAIN, sequences, Split.VALID, sequences, Split.TEST, sequences),
            () ->
                new Score() {
                  @Override
                  public void add(Batch batch, float[] outputs) {
                    for (int b = 0; b < batch.rows(); b++) {
                      seen.add(((Inputs.Tokens) batch.inputs()).ids()[b]);
                    }
                  }

                  @Override
                  public Map<String, Double> metrics() {
                    return Map.of("count", (double) seen.size());
                  }
                },
            List.of(),
            List.of());

    assertThat(task.evaluate(Split.TEST, batch -> new float[batch.rows()], 2))
        .containsEntry("count", 5.0);
    assertThat(seen).containsExactly(1, 3, 2, 0, 4);
    assertThat(task.batches(Split.TEST, 1).get(0).steps()).isEqualTo(3);
    int steps = 0;
    for (Batch batch : task.trainingBatches(2, new RandomStream(1))) {
      steps += batch.steps() * batch.rows();
    }
    // {1, 3}, {2, 0}, {4} in any order, with one step of padding, or {3, 1}, {2, 4}, {0}.
    assertThat(steps).isEqualTo(11);
    assertThatThrownBy(() -> task.trainingBatches(0, new RandomStream(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be at least 1, got 0");
  }
}
