package dev.carousel.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.benchmarks.measure.Quartiles;
import dev.carousel.benchmarks.worker.Measured;
import dev.carousel.benchmarks.worker.PeakMemory;
import dev.carousel.benchmarks.worker.Section;
import dev.carousel.benchmarks.worker.Timing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetsTest {
  /** Engines and seconds in turns. */
  private static Measured measured(
      Section section, String cell, String shape, int threads, double work, Object... timings) {
    List<Timing> list = new ArrayList<>();
    for (int i = 0; i < timings.length; i += 2) {
      double seconds = (double) timings[i + 1];
      list.add(new Timing((String) timings[i], new Quartiles(seconds, seconds, seconds, 1)));
    }
    return new Measured(section, cell, shape, threads, work, "flop", 0, list);
  }

  private static Measured training(
      String cell, String shape, int threads, double work, double ours, double theirs) {
    return measured(
        Section.TRAINING, cell, shape, threads, work, "carousel", ours, "libtorch", theirs);
  }

  private static Figure only(List<Measured> measured, String subject, int threads) {
    return new Targets(measured, List.of())
        .figures().stream()
            .filter(figure -> figure.subject().equals(subject) && figure.threads() == threads)
            .reduce(
                (a, b) -> {
                  throw new AssertionError("two figures for " + subject);
                })
            .orElseThrow(() -> new AssertionError("no figure for " + subject));
  }

  @Test
  void lstmMustLeadOnAverageAndNowhereTrail() {
    List<Measured> measured =
        List.of(
            training("lstm", "32,50,64,128", 1, 1, 1.0, 2.0),
            training("lstm", "1,100,64,128", 1, 1, 1.0, 0.9));

    Figure figure = only(measured, "lstm training over libtorch", 1);

    assertThat(figure.value()).isCloseTo(Math.sqrt(1.8), within(1e-14));
    assertThat(figure.lowest()).isEqualTo(0.9);
    assertThat(figure.lowestOf()).isEqualTo("lstm 1,100,64,128");
    assertThat(figure.goal()).isEqualTo("≥ 1.25, none below 1");
    assertThat(figure.reached()).isFalse();
    assertThat(only(measured.subList(0, 1), "lstm training over libtorch", 1).reached()).isTrue();
  }

  @Test
  void inferenceIsHeldAgainstTheBetterPeer() {
    Measured measured =
        measured(
            Section.INFERENCE,
            "lstm",
            "32,50,64,128",
            1,
            1,
            "carousel",
            1.0,
            "libtorch",
            3.0,
            "onnxruntime",
            0.5);

    Figure figure = only(List.of(measured), "lstm inference over the better peer", 1);

    assertThat(figure.value()).isCloseTo(0.5, within(1e-15));
    assertThat(figure.reached()).isFalse();
  }

  @Test
  void otherCellsAreHeldAgainstCarouselsOwnLstmWhereWideEnough() {
    List<Measured> measured =
        List.of(
            training("lstm", "32,50,64,128", 1, 100, 1.0, 1.0),
            training("custom", "32,50,64,128", 1, 75, 0.5, 1.0),
            training("lstm", "128,168,16,64", 1, 100, 1.0, 1.0),
            training("custom", "128,168,16,64", 1, 75, 5.0, 1.0));

    Figure figure = only(measured, "custom GFLOP/s over own lstm, H ≥ 128", 1);

    assertThat(figure.workloads()).isEqualTo(1);
    assertThat(figure.value()).isCloseTo(1.5, within(1e-14));
  }

  @Test
  void everyStepMustBeatDeeplearning4j() {
    List<Measured> measured =
        List.of(
            measured(
                Section.TRAINING, "lstm", "1,1,1,1", 1, 1, "carousel", 1.0, "deeplearning4j", 40.0),
            measured(
                Section.TRAINING, "rnn", "1,1,1,1", 1, 1, "carousel", 1.0, "deeplearning4j", 9.0));

    assertThat(only(measured, "any training step over deeplearning4j", 1).reached()).isFalse();
  }

  @Test
  void wideLayersAreHeldAgainstTheBestProductOfEitherSystem() {
    List<Measured> measured =
        List.of(
            measured(Section.SGEMM, "product", "8,8,8", 1, 100, "carousel", 2.0, "libtorch", 1.0),
            training("lstm", "64,64,256,256", 1, 80, 1.0, 1.0));

    Figure figure = only(measured, "share of the best sgemm, training, H ≥ 256", 1);

    assertThat(figure.value()).isCloseTo(0.8, within(1e-14));
    assertThat(figure.reached()).isTrue();
  }

  @Test
  void twoThreadsAreHeldAgainstOneOnTheSameWorkload() {
    List<Measured> measured =
        List.of(
            training("lstm", "32,50,64,128", 1, 100, 1.0, 1.0),
            training("lstm", "32,50,64,128", 2, 100, 0.5, 1.0),
            training("lstm", "1,100,64,128", 1, 100, 1.0, 1.0),
            training("lstm", "1,100,64,128", 2, 100, 1.0, 1.0));

    Figure figure = only(measured, "two threads over one, training, B ≥ 32", 0);

    assertThat(figure.workloads()).isEqualTo(1);
    assertThat(figure.value()).isCloseTo(2, within(1e-14));
  }

  @Test
  void memoryIsBoundedFromAbove() {
    List<PeakMemory> memory =
        List.of(
            new PeakMemory("lstm", "1,1,1,1", "carousel", 900, 100, 400),
            new PeakMemory("lstm", "1,1,1,1", "libtorch", 900, 500, 700));

    Figure figure =
        new Targets(List.of(training("rnn", "1,1,1,1", 1, 1, 1, 1)), memory)
            .figures().stream()
                .filter(f -> f.subject().contains("memory"))
                .findFirst()
                .orElseThrow();

    assertThat(figure.value()).isCloseTo(1.5, within(1e-14));
    assertThat(figure.reached()).isFalse();
  }

  @Test
  void nothingMeasuredIsNothingClaimed() {
    assertThat(new Targets(List.of(), List.of()).figures()).isEmpty();
  }
}
