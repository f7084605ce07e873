package dev.carousel.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.LogitSequence;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Best path and prefix beam search against all paths. */
class CtcDecodersTest {
  // Sums of at most 4⁵ products of five doubles, in another order.
  private static final double ROUNDING = 1e-12;

  @Property(tries = 200)
  void aBeamOfEveryBeginningIsExact(
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll @IntRange(min = 1, max = 4) int classes,
      @ForAll boolean hard,
      @ForAll long seed) {
    LogitSequence outputs = EveryPath.outputs(length, classes, hard, seed);
    Map<List<Integer>, Double> all = EveryPath.labellings(outputs);

    List<Labelling> found = new PrefixBeam(2000).search(outputs);

    assertThat(found)
        .hasSize((int) all.values().stream().filter(p -> p > 0).count())
        .isSortedAccordingTo(Comparator.comparingDouble(Labelling::logProbability).reversed())
        .allSatisfy(
            one ->
                assertThat(Math.exp(one.logProbability()))
                    .isCloseTo(all.get(EveryPath.list(one.labels())), within(ROUNDING)));
  }

  @Property(tries = 200)
  void theBestPathIsTheLikeliestAndItsLabelsNoLikelierThanTheBeams(
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll @IntRange(min = 1, max = 4) int classes,
      @ForAll long seed) {
    LogitSequence outputs = EveryPath.outputs(length, classes, false, seed);
    Map<List<Integer>, Double> all = EveryPath.labellings(outputs);
    EveryPath.Path best =
        EveryPath.all(outputs).stream()
            .max(Comparator.comparingDouble(EveryPath.Path::probability))
            .orElseThrow();

    int[] greedy = new BestPath().labels(outputs);
    int[] beam = new PrefixBeam(2000).labels(outputs);

    assertThat(EveryPath.list(greedy)).isEqualTo(best.labels());
    assertThat(all.get(EveryPath.list(greedy)))
        .isLessThanOrEqualTo(all.get(EveryPath.list(beam)) + ROUNDING);
  }

  @Property(tries = 200)
  void aNarrowBeamKeepsItsWidthAndNeverClaimsTooMuch(
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll @IntRange(min = 2, max = 4) int classes,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll boolean hard,
      @ForAll long seed) {
    LogitSequence outputs = EveryPath.outputs(length, classes, hard, seed);
    Map<List<Integer>, Double> all = EveryPath.labellings(outputs);

    List<Labelling> found = new PrefixBeam(width).search(outputs);

    assertThat(found).hasSizeBetween(1, width);
    assertThat(found).extracting(one -> EveryPath.list(one.labels())).doesNotHaveDuplicates();
    assertThat(found)
        .allSatisfy(
            one ->
                assertThat(Math.exp(one.logProbability()))
                    .isLessThanOrEqualTo(all.get(EveryPath.list(one.labels())) + ROUNDING));
  }

  /** Two steps, each a blank with 0.6 and a label with 0.4 (Graves, 2012, figure 7.5). */
  private static LogitSequence blanksLikelierThanPaths() {
    float blank = (float) Math.log(0.6);
    float label = (float) Math.log(0.4);
    return new LogitSequence(new float[] {blank, label, blank, label}, 2, 1, 0, 2);
  }

  @Test
  void theLikeliestLabelsNeedNotHaveTheLikeliestPath() {
    LogitSequence outputs = blanksLikelierThanPaths();

    assertThat(new BestPath().labels(outputs)).isEmpty();
    assertThat(new PrefixBeam(2).labels(outputs)).containsExactly(1);
    // 0.4 · 0.4 + 0.4 · 0.6 + 0.6 · 0.4; the logits are floats.
    assertThat(new PrefixBeam(2).search(outputs).get(0).logProbability())
        .isCloseTo(Math.log(0.64), within(1e-6));
  }

  @Test
  void whatTiesIsInTheOrderOfLabelsThatAreAdded() {
    List<Labelling> found = new PrefixBeam(4).search(new LogitSequence(new float[4], 4, 1, 0, 1));

    assertThat(found)
        .extracting(one -> EveryPath.list(one.labels()))
        .containsExactly(List.of(), List.of(1), List.of(2), List.of(3));
  }

  /** In a narrow beam a beginning may be dropped while a longer one is not, and come back. */
  @Property(tries = 300)
  void aBeginningThatComesBackMeetsWhatGoesOnFromIt(
      @ForAll @IntRange(min = 2, max = 4) int width, @ForAll long seed) {
    LogitSequence outputs = EveryPath.outputs(12, 3, false, seed);

    assertThat(new PrefixBeam(width).search(outputs))
        .extracting(one -> EveryPath.list(one.labels()))
        .doesNotHaveDuplicates();
  }

  @Test
  void logitsThatAreNoNumbersAreRefused() {
    LogitSequence outputs = new LogitSequence(new float[] {0, 0, Float.NaN, 0}, 2, 1, 0, 2);
    String message =
        "the model's logit of token 0 is NaN, so no token can be chosen; has its training diverged?";

    assertThatThrownBy(() -> new BestPath().labels(outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new PrefixBeam(3).labels(outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Alignment.of(outputs, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aBeamOfNothingIsRefused() {
    assertThatThrownBy(() -> new PrefixBeam(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width must be at least 1, got 0");
  }
}
