package dev.carousel.nlp.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenStreamsTest {
  private static int[] ids(Batch batch) {
    return ((Inputs.Tokens) batch.inputs()).ids();
  }

  private static int[] labels(Batch batch) {
    return ((Targets.Labels) batch.targets()).labels();
  }

  private static List<Batch> batches(int tokens, int streams, int steps) {
    List<Batch> batches = new ArrayList<>();
    // Token i is i, so that a label tells where it was.
    new TokenStreams(IntStream.range(0, tokens).toArray(), streams, steps).forEach(batches::add);
    return batches;
  }

  @Property
  void everyTokenButTheFirstIsPredictedOnceFromTheOneBefore(
      @ForAll @IntRange(min = 2, max = 200) int tokens,
      @ForAll @IntRange(min = 1, max = 20) int streams,
      @ForAll @IntRange(min = 1, max = 30) int steps) {
    int[] predicted = new int[tokens];
    for (Batch batch : batches(tokens, streams, steps)) {
      for (int row = 0; row < labels(batch).length; row++) {
        int label = labels(batch)[row];
        if (label >= 0) {
          assertThat(ids(batch)[row]).isEqualTo(label - 1);
          predicted[label]++;
        }
      }
    }

    assertThat(predicted[0]).isZero();
    assertThat(IntStream.range(1, tokens).map(i -> predicted[i])).containsOnly(1);
  }

  @Property
  void rowsGoOnWhereTheyEndedAndPaddingComesLast(
      @ForAll @IntRange(min = 2, max = 200) int tokens,
      @ForAll @IntRange(min = 1, max = 20) int streams,
      @ForAll @IntRange(min = 1, max = 30) int steps) {
    List<Batch> batches = batches(tokens, streams, steps);
    int rows = batches.get(0).rows();
    assertThat(rows).isEqualTo(Math.min(streams, tokens - 1));
    for (int b = 0; b < rows; b++) {
      int expected = ids(batches.get(0))[b];
      boolean ended = false;
      for (Batch batch : batches) {
        assertThat(batch.rows()).isEqualTo(rows);
        for (int t = 0; t < batch.steps(); t++) {
          int row = t * rows + b;
          if (labels(batch)[row] < 0) {
            assertThat(labels(batch)[row]).isEqualTo(-1);
            ended = true;
          } else {
            assertThat(ended).isFalse();
            assertThat(ids(batch)[row]).isEqualTo(expected);
            expected++;
            assertThat(t).isLessThan(batch.lengths()[b]);
          }
        }
      }
    }
  }

  @Property
  void allBatchesButTheLastAreFullAndAllButTheFirstContinue(
      @ForAll @IntRange(min = 2, max = 200) int tokens,
      @ForAll @IntRange(min = 1, max = 20) int streams,
      @ForAll @IntRange(min = 1, max = 30) int steps) {
    List<Batch> batches = batches(tokens, streams, steps);
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      assertThat(batch.continues()).isEqualTo(i > 0);
      if (i < batches.size() - 1) {
        assertThat(batch.steps()).isEqualTo(steps);
        assertThat(batch.lengths()).containsOnly(steps);
      } else {
        assertThat(batch.steps()).isBetween(1, steps);
      }
    }
  }

  @Test
  void elevenPredictionsInThreeStreams() {
    List<Batch> batches = batches(12, 3, 3);

    assertThat(batches).hasSize(2);
    assertThat(ids(batches.get(0))).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10);
    assertThat(labels(batches.get(0))).containsExactly(1, 5, 9, 2, 6, 10, 3, 7, 11);
    // The third stream is a step shorter; its row stays, with one step that does not count.
    assertThat(batches.get(1).steps()).isEqualTo(1);
    assertThat(batches.get(1).lengths()).containsExactly(1, 1, 1);
    assertThat(ids(batches.get(1))).containsExactly(3, 7, 0);
    assertThat(labels(batches.get(1))).containsExactly(4, 8, -1);
  }

  @Test
  void aShorterStreamHasAShorterLength() {
    List<Batch> batches = batches(6, 2, 4);

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).steps()).isEqualTo(3);
    assertThat(batches.get(0).lengths()).containsExactly(3, 2);
    assertThat(labels(batches.get(0))).containsExactly(1, 4, 2, 5, 3, -1);
  }

  @Test
  void theEndOfAnEpochIsTheEnd() {
    Iterator<Batch> iterator = new TokenStreams(new int[] {1, 2}, 5, 5).iterator();
    iterator.next();

    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void tooFewTokensAreRefused() {
    assertThatThrownBy(() -> new TokenStreams(new int[] {1}, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 tokens in 2 streams by 3 steps");
  }
}
