package dev.carousel.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.LogitSequence;
import dev.carousel.data.Targets;
import dev.carousel.decode.EveryPath;
import dev.carousel.decode.Trellis;
import dev.carousel.loss.Ctc.Impossible;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CtcTest {
  private static final Ctc REFUSING = new Ctc(Impossible.REFUSE);
  private static final Ctc SKIPPING = new Ctc(Impossible.SKIP);

  private final Kernels kernels = new EjmlKernels();

  @Property(tries = 300)
  void theProbabilityIsTheSumOverAllPaths(
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 3) Integer> labels,
      @ForAll boolean hard,
      @ForAll long seed) {
    LogitSequence outputs = EveryPath.outputs(length, 4, hard, seed);
    double expected = EveryPath.labellings(outputs).getOrDefault(labels, 0.0);

    double logProbability = Ctc.logProbability(outputs, EveryPath.array(labels));

    // At most 4⁵ products of five doubles, in another order.
    assertThat(Math.exp(logProbability)).isCloseTo(expected, within(1e-13));
    if (expected > 0) {
      assertThat(logProbability).isCloseTo(Math.log(expected), within(1e-9));
    }
  }

  @Property(tries = 50)
  void allLabellingsTogetherAreCertain(
      @ForAll @IntRange(min = 1, max = 5) int length, @ForAll long seed) {
    LogitSequence outputs = EveryPath.outputs(length, 3, false, seed);
    Map<List<Integer>, Double> all = EveryPath.labellings(outputs);

    double sum =
        all.keySet().stream()
            .mapToDouble(labels -> Math.exp(Ctc.logProbability(outputs, EveryPath.array(labels))))
            .sum();

    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  /**
   * With f(x ± h) in double, h = 2⁻¹⁰ is exact for the floats that logits are, the formula of four
   * points leaves out h⁴ f⁽⁵⁾ / 30, some 1e-13, and f of size 1 to 30 is rounded to 30 · 2⁻⁵³ / h,
   * 4e-12.
   */
  @Property(tries = 100)
  void derivativesAreThoseOfCentralDifferences(
      @ForAll @IntRange(min = 1, max = 7) int length,
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 3) Integer> given,
      @ForAll long seed) {
    int[] labels = EveryPath.array(given);
    Assume.that(Trellis.leastSteps(labels) <= length);
    LogitSequence outputs = coarse(EveryPath.outputs(length, 4, false, seed));
    ForwardBackward pass = new ForwardBackward();
    // Memory that was used for something longer before.
    pass.logProbability(EveryPath.outputs(9, 5, false, seed + 1), new int[] {4, 4, 1});
    pass.derivatives();

    pass.logProbability(outputs, labels);
    double[] derivatives = pass.derivatives();

    float h = 0x1p-10f;
    for (int t = 0; t < length; t++) {
      for (int k = 0; k < 4; k++) {
        double near = nats(outputs, labels, t, k, h) - nats(outputs, labels, t, k, -h);
        double far = nats(outputs, labels, t, k, 2 * h) - nats(outputs, labels, t, k, -2 * h);
        assertThat(derivatives[t * 4 + k])
            .as("by logit %d at step %d", k, t)
            .isCloseTo((8 * near - far) / (12 * h), within(1e-10));
      }
    }
  }

  /** Logits that are multiples of 2⁻¹⁰, below 2⁶ in size, so that floats add h exactly. */
  private static LogitSequence coarse(LogitSequence outputs) {
    float[] values = outputs.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? values[i] : Math.round(values[i] * 1024) / 1024f;
    }
    return new LogitSequence(
        values, outputs.classes(), outputs.rows(), outputs.row(), outputs.length());
  }

  private static double nats(LogitSequence outputs, int[] labels, int t, int k, float change) {
    float[] values = outputs.values().clone();
    values[(t * outputs.rows() + outputs.row()) * outputs.classes() + k] += change;
    LogitSequence changed =
        new LogitSequence(
            values, outputs.classes(), outputs.rows(), outputs.row(), outputs.length());
    return -Ctc.logProbability(changed, labels);
  }

  /** ((7t + 5b + 3k) mod 11 - 5) / 4. */
  private static float[] pattern(int steps, int rows, int classes) {
    float[] logits = new float[steps * rows * classes];
    for (int i = 0; i < logits.length; i++) {
      int t = i / (rows * classes);
      int b = i / classes % rows;
      int k = i % classes;
      logits[i] = ((t * 7 + b * 5 + k * 3) % 11 - 5) / 4f;
    }
    return logits;
  }

  /**
   * Figures of PyTorch 2.13.0, in double, with x the pattern above and targets [1, 2, 3, 2, 2, 3]:
   *
   * <pre>
   * l = F.ctc_loss(F.log_softmax(x, 2), targets, torch.tensor([6, 5, 4, 6]),
   *                torch.tensor([3, 2, 1, 0]), blank=0, reduction='none')
   * l.mean().backward()  # x.grad[0, 1], x.grad[5, 0], x.grad[5, 1]
   * </pre>
   */
  @Test
  void agreesWithPyTorch() {
    double[] nats = {5.477934898353617, 4.648423836833615, 3.4942833140986185, 10.532658351049223};
    Targets.Sequences targets =
        new Targets.Sequences(6, new int[] {6, 5, 4, 6}, new int[][] {{1, 2, 3}, {2, 2}, {3}, {}});
    float[] logits = pattern(6, 4, 4);
    for (int b = 0; b < 4; b++) {
      LogitSequence outputs = new LogitSequence(logits, 4, 4, b, targets.lengths()[b]);
      // Ten digits of what is computed in double in another order.
      assertThat(Ctc.logProbability(outputs, targets.labels()[b]))
          .isCloseTo(-nats[b], within(1e-10));
    }

    float[] gradient = gradient(REFUSING, logits, 4, targets);

    // Floats, and as many decimals as are given here.
    assertThat(row(gradient, 1))
        .containsExactly(
            new float[] {-0.12151151913f, 0.131981377145f, -0.048283155664f, 0.037813297648f},
            within(1e-8f));
    assertThat(row(gradient, 5 * 4))
        .containsExactly(
            new float[] {-0.096007312628f, 0.064501624636f, 0.136549940425f, -0.105044252433f},
            within(1e-8f));
    assertThat(row(gradient, 5 * 4 + 1)).containsOnly(0);
    assertThat(value(REFUSING, logits, 4, targets))
        .isCloseTo(Arrays.stream(nats).average().orElseThrow(), within(1e-6));
  }

  /** As above, with T = 200 and 173, K = 31 and label i of sequence b 1 + (i² + 3b) mod 30. */
  @Test
  void agreesWithPyTorchOnLongSequences() {
    double[] nats = {573.8464066122459, 483.4111496376385};
    int[] lengths = {200, 173};
    float[] logits = pattern(200, 2, 31);
    for (int b = 0; b < 2; b++) {
      int[] labels = new int[40];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = 1 + (i * i + 3 * b) % 30;
      }
      // Hundreds of sums of size 500, each rounded to 500 · 2⁻⁵³.
      assertThat(Ctc.logProbability(new LogitSequence(logits, 31, 2, b, lengths[b]), labels))
          .isCloseTo(-nats[b], within(1e-9));
    }
  }

  /**
   * Every step is sure of a blank by e³⁰ to 1, against forty labels: at the middle step states that
   * the paths go through are less likely than others by e⁻⁶⁰⁰, and p is e⁻¹²⁰⁰ times the number of
   * paths.
   */
  @Test
  void whatIsTooUnlikelyForADoubleIsExact() {
    int steps = 200;
    float[] logits = new float[steps * 2];
    for (int t = 0; t < steps; t++) {
      logits[2 * t] = 30;
    }
    int[] labels = new int[40];
    Arrays.fill(labels, 1);
    LogitSequence outputs = new LogitSequence(logits, 2, 1, 0, steps);
    double log = Math.log1p(Math.exp(-30));

    ForwardBackward pass = new ForwardBackward();
    double logProbability = pass.logProbability(outputs, labels);

    // A path of n steps with a label has n runs cut into 40: C(n - 1, 39) ways; 41 gaps of blanks,
    // of which 39 are not empty, share the rest: C(200 - n + 1, 40) ways.
    double expected = Double.NEGATIVE_INFINITY;
    for (int n = 40; n <= steps - 39; n++) {
      double ways = logBinomial(n - 1, 39) + logBinomial(steps - n + 1, 40);
      double term = ways - 30.0 * n - steps * log;
      double largest = Math.max(expected, term);
      expected = largest + Math.log(Math.exp(expected - largest) + Math.exp(term - largest));
    }
    assertThat(logProbability).isCloseTo(expected, within(1e-8));
    double sum = 0;
    double[] derivatives = pass.derivatives();
    for (int t = 0; t < steps; t++) {
      assertThat(derivatives[2 * t] + derivatives[2 * t + 1]).isCloseTo(0, within(1e-9));
      sum -= derivatives[2 * t + 1];
    }
    // The expected number of steps with a label, which is hardly ever more than one each.
    assertThat(sum).isCloseTo(40, within(1e-6));
  }

  private static double logBinomial(int n, int k) {
    double sum = 0;
    for (int i = 1; i <= k; i++) {
      sum += Math.log((double) (n - k + i) / i);
    }
    return sum;
  }

  @Test
  void hugeLogitsGiveFiniteLossesAndGradients() {
    float[] logits = {3e38f, -3e38f, -3e38f, 3e38f};
    Targets.Sequences targets = new Targets.Sequences(2, new int[] {2}, new int[][] {{1}});

    assertThat(value(REFUSING, logits, 2, targets)).isZero();
    assertThat(gradient(REFUSING, logits, 2, targets)).containsOnly(0);
  }

  @Test
  void logitsThatAreNoNumbersShow() {
    Targets.Sequences targets = new Targets.Sequences(2, new int[] {2}, new int[][] {{1}});
    assertThat(value(REFUSING, new float[] {0, Float.NaN, 0, 0}, 2, targets)).isNaN();
    assertThat(value(REFUSING, new float[] {0, 0, Float.POSITIVE_INFINITY, 0}, 2, targets)).isNaN();
  }

  private static final Targets.Sequences WITH_IMPOSSIBLE =
      new Targets.Sequences(
          6, new int[] {6, 6, 2, 6}, new int[][] {{1, 2, 3}, {2, 2, 1, 3, 3}, {1, 2, 1}, {}});

  @Test
  void sequencesOfTooFewStepsAreRefused() {
    assertThat(Ctc.impossible(WITH_IMPOSSIBLE)).isEqualTo(2);
    assertThatThrownBy(() -> value(REFUSING, pattern(6, 4, 4), 4, WITH_IMPOSSIBLE))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "ctc: sequence 2 of the batch: 5 labels, 2 of which repeat the one before and need a"
                + " blank between, take at least 7 steps, but there are 6; give it more steps or"
                + " fewer labels, leave it out, or set the loss's impossible to \"skip\"");
  }

  @Test
  void skippedSequencesHaveNoPart() {
    float[] logits = pattern(6, 4, 4);
    Targets.Sequences rest = WITH_IMPOSSIBLE.select(4, new int[] {0, 3}, 6);
    float[] theirs = new float[6 * 2 * 4];
    for (int t = 0; t < 6; t++) {
      System.arraycopy(logits, t * 16, theirs, t * 8, 4);
      System.arraycopy(logits, t * 16 + 12, theirs, t * 8 + 4, 4);
    }

    float[] gradient = gradient(SKIPPING, logits, 4, WITH_IMPOSSIBLE);

    assertThat(value(SKIPPING, logits, 4, WITH_IMPOSSIBLE))
        .isEqualTo(value(REFUSING, theirs, 4, rest));
    float[] expected = gradient(REFUSING, theirs, 4, rest);
    for (int t = 0; t < 6; t++) {
      assertThat(row(gradient, t * 4)).isEqualTo(row(expected, t * 2));
      assertThat(row(gradient, t * 4 + 1)).containsOnly(0);
      assertThat(row(gradient, t * 4 + 2)).containsOnly(0);
      assertThat(row(gradient, t * 4 + 3)).isEqualTo(row(expected, t * 2 + 1));
    }
  }

  @Test
  void withoutAnySequenceThatCountsLossAndGradientAreZero() {
    Targets.Sequences none = new Targets.Sequences(1, new int[] {1}, new int[][] {{1, 1}});

    assertThat(value(SKIPPING, new float[] {1, 2}, 2, none)).isZero();
    assertThat(gradient(SKIPPING, new float[] {1, 2}, 2, none)).containsOnly(0);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    float[] logits = pattern(50, 7, 5);
    int[] lengths = {50, 1, 30, 49, 50, 2, 17};
    int[][] labels = {{1, 2, 2}, {}, {4, 4, 4, 4}, {1}, {}, {3, 1}, {1, 2, 3, 4}};
    Targets.Sequences targets = new Targets.Sequences(50, lengths, labels);
    float[] alone = gradient(REFUSING, logits, 5, targets);

    try (Workers workers = Workers.of(3)) {
      Kernels shared = kernels.on(workers);
      Parameter parameter = new Parameter("u", shared.tensor(logits, 350, 5), shared.zeros(350, 5));
      Tape tape = Tape.training(shared, new RandomStream(1));
      tape.backward(REFUSING.of(tape.parameter(parameter), targets));

      assertThat(shared.toArray(parameter.gradient())).isEqualTo(alone);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Targets.Sequences targets = new Targets.Sequences(2, new int[] {2, 1}, new int[][] {{1}, {3}});
    assertThatThrownBy(() -> value(REFUSING, new float[9], 3, targets))
        .isInstanceOf(ShapeException.class)
        .hasMessage("ctc: expected 4 rows, one for each of 2 steps of 2 sequences, got [3, 3]");
    assertThatThrownBy(() -> value(REFUSING, new float[12], 3, targets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ctc: sequence 2 of the batch: label 3 at place 1 is not one of 1 to 2; class 0 is the"
                + " blank");
    Variable outputs = Tape.prediction(kernels).constant(kernels.zeros(4, 3));
    assertThatThrownBy(() -> REFUSING.of(outputs, new Targets.Labels(new int[4])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ctc needs sequences of labels, not labels");
    assertThatThrownBy(() -> new CrossEntropy().of(outputs, targets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cross-entropy needs one label a row, not sequences of labels");
    assertThatThrownBy(() -> new MeanSquaredError().of(outputs, targets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this loss needs real values as targets, not sequences of labels");
  }

  private double value(Ctc loss, float[] logits, int classes, Targets.Sequences targets) {
    Variable outputs =
        Tape.prediction(kernels).constant(kernels.tensor(logits, logits.length / classes, classes));
    return kernels.toArray(loss.of(outputs, targets).value())[0];
  }

  private float[] gradient(Ctc loss, float[] logits, int classes, Targets.Sequences targets) {
    int rows = logits.length / classes;
    Parameter outputs =
        new Parameter("u", kernels.tensor(logits, rows, classes), kernels.zeros(rows, classes));
    Tape tape = Tape.training(kernels, new RandomStream(1));
    tape.backward(loss.of(tape.parameter(outputs), targets));
    return kernels.toArray(outputs.gradient());
  }

  /** A row of four. */
  private static float[] row(float[] values, int row) {
    return Arrays.copyOfRange(values, row * 4, row * 4 + 4);
  }
}
