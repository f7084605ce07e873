package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Parameter;
import dev.carousel.data.Batch;
import dev.carousel.data.LogitSequence;
import dev.carousel.data.Targets;
import dev.carousel.decode.Alignment;
import dev.carousel.decode.BestPath;
import dev.carousel.decode.PrefixBeam;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceTagger;
import dev.carousel.loss.Ctc;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.Sequences;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.TestCellsTest.PeepholeLstm;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Training;
import dev.carousel.transcription.TranscriptionScore;
import dev.carousel.transcription.TranscriptionScore.Rate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Strokes of unequal length are told apart without anybody saying where one ends: label k is heard
 * as two to four tokens, the first of them k + 3 and the others k, with up to two tokens 0 after.
 */
class CtcTrainingTest {
  private static final int LABELS = 3;
  private static final List<Rate> RATES = List.of(Rate.ofLabels("ler"));

  /** What was heard, and what was said. */
  private record Strokes(int[][] heard, int[][] said) implements Sequences {
    static Strokes drawn(int count, RandomStream random) {
      int[][] said = new int[count][];
      int[][] heard = new int[count][];
      for (int i = 0; i < count; i++) {
        said[i] =
            IntStream.range(0, 1 + random.nextInt(4))
                .map(j -> 1 + random.nextInt(LABELS))
                .toArray();
        heard[i] =
            Arrays.stream(said[i])
                .flatMap(
                    k ->
                        IntStream.concat(
                            IntStream.concat(
                                IntStream.of(k + LABELS),
                                IntStream.generate(() -> k).limit(1 + random.nextInt(3))),
                            IntStream.generate(() -> 0).limit(random.nextInt(3))))
                .toArray();
      }
      return new Strokes(heard, said);
    }

    @Override
    public int count() {
      return heard.length;
    }

    @Override
    public int length(int sequence) {
      return heard[sequence].length;
    }

    @Override
    public Batch batch(int[] which) {
      int[][] tokens = Arrays.stream(which).mapToObj(i -> heard[i]).toArray(int[][]::new);
      int[][] labels = Arrays.stream(which).mapToObj(i -> said[i]).toArray(int[][]::new);
      int[] lengths = Arrays.stream(tokens).mapToInt(row -> row.length).toArray();
      int steps = Arrays.stream(lengths).max().orElseThrow();
      return PaddedTokens.batch(tokens, new Targets.Sequences(steps, lengths, labels));
    }
  }

  private final Kernels kernels = new EjmlKernels();

  private static PreparedSequences task() {
    RandomStream random = new RandomStream(7);
    return new PreparedSequences(
        new Signature(new Signature.Tokens(2 * LABELS + 1), LABELS + 1, true),
        new Ctc(Ctc.Impossible.REFUSE),
        TranscriptionScore.metrics(RATES),
        Map.of(
            Split.TRAIN, Strokes.drawn(200, random),
            Split.VALID, Strokes.drawn(40, random),
            Split.TEST, Strokes.drawn(40, random)),
        () -> new TranscriptionScore(new PrefixBeam(8), RATES),
        List.of(),
        List.of());
  }

  private static SequenceTagger tagger(boolean bidirectional) {
    return new SequenceTagger(
        4,
        new RecurrentStack(new PeepholeLstm(8, 1), 1, bidirectional, 0),
        0,
        new PyTorchInitializer());
  }

  @Test
  void aTaggerLearnsSequencesOfLabels() {
    PreparedSequences task = task();
    RandomStream random = new RandomStream(1);
    Model model = tagger(true).build(task.signature(), kernels, random);
    Training training =
        new Training(
            new Adam(0.02, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            15,
            10,
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            OptionalInt.empty());

    new EpochTrainer().train(model, task, training, kernels, random, epoch -> {});

    Predictor predictor = EpochTrainer.predictor(model, kernels);
    Map<String, Double> metrics = task.evaluate(Split.TEST, predictor, 16);
    assertThat(metrics.get("ler")).isLessThan(0.02);
    assertThat(metrics.get("nats")).isLessThan(0.5);
    assertThat(metrics.get("impossible")).isZero();

    // Where the labels are right, so is where they were heard: not before the stroke began.
    Batch batch = task.batches(Split.TEST, 1).get(0);
    Targets.Sequences targets = (Targets.Sequences) batch.targets();
    LogitSequence outputs = LogitSequence.of(predictor.predict(batch), batch, 0);
    assertThat(new BestPath().labels(outputs)).isEqualTo(targets.labels()[0]);
    Alignment alignment = Alignment.of(outputs, targets.labels()[0]);
    assertThat(alignment.places()).hasSize(batch.steps());
    assertThat(Arrays.stream(alignment.places()).filter(place -> place >= 0).distinct())
        .containsExactlyElementsOf(IntStream.range(0, targets.labels()[0].length).boxed().toList());
  }

  /** Padded and unequal, through recurrent layers in both directions. */
  @Test
  void gradientsReachEveryParameter() {
    for (boolean bidirectional : new boolean[] {false, true}) {
      Model model = tagger(bidirectional).build(task().signature(), kernels, new RandomStream(5));
      Batch batch =
          new Strokes(
                  new int[][] {{4, 1, 1, 0, 4, 1}, {5, 2, 2}, {6}}, new int[][] {{1, 1}, {2}, {}})
              .batch(new int[] {0, 1, 2});
      List<Parameter> parameters = model.parameters();

      GradientCheck.check(
          kernels, tape -> model.loss(tape, batch, new Ctc(Ctc.Impossible.REFUSE)), parameters);
    }
  }
}
