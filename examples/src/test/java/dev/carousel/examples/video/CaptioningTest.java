package dev.carousel.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.NextTokens;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Words;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptioningTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());
  private static final FrameSize SIZE = new FrameSize(8, 8);
  private static final BeamSearch SEARCH = new BeamSearch(2, 20, 0, 0, 0);
  private static final double ROUNDING = 1e-6;

  private static Captioning task(ClipSource source, FrameReading reading) {
    return new Captioning(source, 8, 8, reading, new Words(false), VocabularyLimits.NONE, SEARCH);
  }

  private static PreparedCaptioning generated(FrameReading reading) {
    return (PreparedCaptioning)
        task(new GeneratedClips(5, 400, 12, 20, 16), reading).prepare(NO_FOLDERS, 1);
  }

  private static CaptionedClip clip(int seed, boolean unseen, String... captions) {
    Director director = new Director(SIZE, new RandomStream(seed));
    Combination about = Combination.all().get(seed);
    return new CaptionedClip(
        director.direct(about).scene().film(SIZE, 3 + seed), List.of(captions), unseen);
  }

  /** Knows each clip by its pictures, and says the first of its captions. */
  private static final class Oracle implements Predictor {
    private final PreparedCaptioning task;
    private final Map<List<Float>, int[]> known = new HashMap<>();
    private int decoded;

    private Oracle(PreparedCaptioning task) {
      this.task = task;
      for (Split split : Split.values()) {
        learn(task.seen().get(split));
        if (task.unseen().containsKey(split)) {
          learn(task.unseen().get(split));
        }
      }
    }

    private void learn(ClipGroup group) {
      for (int n = 0; n < group.clips().count(); n++) {
        known.put(
            pictures(group.clips().batch(new int[] {n})),
            task.texts().encode(group.captions().get(n).get(0)));
      }
    }

    private static List<Float> pictures(Batch clip) {
      List<Float> values = new ArrayList<>();
      for (float value : ((Inputs.Features) clip.inputs()).values()) {
        values.add(value);
      }
      return values;
    }

    @Override
    public float[] predict(Batch batch) {
      int vocabulary = task.signature().outputs();
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      float[] logits = new float[labels.length * vocabulary];
      for (int row = 0; row < labels.length; row++) {
        logits[row * vocabulary + Math.max(0, labels[row])] = labels[row] < 0 ? Float.NaN : 50;
      }
      return logits;
    }

    @Override
    public NextTokens decoding(Batch source) {
      decoded += source.rows();
      int[][] scripts = new int[source.rows()][];
      for (int b = 0; b < scripts.length; b++) {
        scripts[b] = known.get(pictures(source.sequence(b)));
      }
      return new Scripted(task.signature().outputs(), task.texts().end(), scripts);
    }
  }

  /** Says what it is given, each followed by the end. */
  private static final class Scripted implements NextTokens {
    private final int vocabulary;
    private final int end;
    private int[][] scripts;
    private int position;

    private Scripted(int vocabulary, int end, int[][] scripts) {
      this.vocabulary = vocabulary;
      this.end = end;
      this.scripts = scripts;
    }

    @Override
    public int vocabulary() {
      return vocabulary;
    }

    @Override
    public int rows() {
      return scripts.length;
    }

    @Override
    public float[] read(int[] tokens) {
      float[] logits = new float[tokens.length * vocabulary];
      for (int row = 0; row < tokens.length; row++) {
        int next = position < scripts[row].length ? scripts[row][position] : end;
        logits[row * vocabulary + next] = 30;
      }
      position++;
      return logits;
    }

    @Override
    public void select(int[] which) {
      scripts = Arrays.stream(which).mapToObj(row -> scripts[row]).toArray(int[][]::new);
    }
  }

  @Test
  void framesAreReadAndWordsAreGiven() {
    PreparedCaptioning task = generated(FrameReading.SEQUENCE);
    int vocabulary = task.texts().codec().vocabulary().size();

    assertThat(task.signature())
        .isEqualTo(
            new Signature(
                new Signature.Conditioned(
                    new Signature.Features(8 * 8 * 3), new Signature.Tokens(vocabulary), false),
                vocabulary,
                true,
                true));
    assertThat(task.metrics())
        .containsExactly(
            new Metric("nats", true),
            new Metric("exact", false),
            new Metric("bleu", false),
            new Metric("natsUnseen", true),
            new Metric("exactUnseen", false),
            new Metric("bleuUnseen", false));
    int rows = 0;
    for (Batch batch : task.trainingBatches(32, new RandomStream(1))) {
      Inputs.Conditioned inputs = (Inputs.Conditioned) batch.inputs();
      assertThat(inputs.source().steps()).isEqualTo(5);
      assertThat(((Inputs.Features) inputs.source().inputs()).width()).isEqualTo(192);
      rows += batch.rows();
    }
    assertThat(rows).isEqualTo(400);
    Batch one = task.batches(Split.TEST, 1).get(0);
    assertThat(task.labels(one)).startsWith("<bos>", "a");
    assertThat(task.labels(((Inputs.Conditioned) one.inputs()).source()))
        .containsExactly("frame 1", "frame 2", "frame 3", "frame 4", "frame 5");
    assertThat(task.batches(Split.TEST, 1)).hasSize(36);
    assertThat(task.files()).isEmpty();
  }

  @Test
  void whoeverKnowsAllIsRightOnSeenAndUnseenCombinations() {
    PreparedCaptioning task = generated(FrameReading.SEQUENCE);
    for (int batchSize : new int[] {1, 7, 100}) {
      Oracle oracle = new Oracle(task);
      Map<String, Double> test = task.evaluate(Split.TEST, oracle, batchSize);

      assertThat(oracle.decoded).isEqualTo(36);
      assertThat(test.keySet())
          .containsExactlyElementsOf(task.metrics().stream().map(Metric::name).toList());
      for (String group : List.of("", "Unseen")) {
        assertThat(test.get("nats" + group)).isCloseTo(0, within(ROUNDING));
        assertThat(test).containsEntry("exact" + group, 1.0);
        assertThat(test.get("bleu" + group)).isCloseTo(100, within(1e-9));
      }
      Map<String, Double> train = task.evaluate(Split.TRAIN, oracle, batchSize);
      assertThat(oracle.decoded).isEqualTo(36 + 12);
      assertThat(train).containsEntry("exact", 1.0).containsEntry("exactUnseen", Double.NaN);
    }
  }

  @Test
  void whatHasDivergedIsNotDecoded() {
    PreparedTask task = generated(FrameReading.SEQUENCE);
    Map<String, Double> figures =
        task.evaluate(
            Split.TEST,
            batch -> {
              int rows = batch.steps() * batch.rows();
              float[] logits = new float[rows * task.signature().outputs()];
              Arrays.fill(logits, Float.NaN);
              return logits;
            },
            2);
    assertThat(figures).hasSize(6);
    assertThat(figures.values()).allMatch(value -> value.isNaN());
  }

  @Test
  void aBagOfFramesIsTheSameInAnyOrder() {
    Clip clip = clip(4, false, "a").clip();
    byte[][] reversed = clip.frames().clone();
    Collections.reverse(Arrays.asList(reversed));
    Clip backwards = new Clip(SIZE, reversed);
    ClipSequences bag = new ClipSequences(List.of(clip, backwards), FrameReading.MEAN);
    float[] features = ((Inputs.Features) bag.batch(new int[] {0, 1}).inputs()).values();

    assertThat(bag.length(0)).isEqualTo(1);
    assertThat(Arrays.copyOf(features, 192))
        .isEqualTo(Arrays.copyOfRange(features, 192, 384))
        .isNotEqualTo(Arrays.copyOf(clip.features(), 192));
    float mean = 0;
    for (int t = 0; t < clip.frames().length; t++) {
      mean += clip.features()[t * 192 + 77] / clip.frames().length;
    }
    assertThat(features[77]).isCloseTo(mean, within(1e-5f));
    assertThat(clip.features()).isNotEqualTo(backwards.features());
    assertThat(task(null, FrameReading.MEAN).measure())
        .isEqualTo(task(null, FrameReading.SEQUENCE).measure());
  }

  @Test
  void clipsWithSeveralCaptionsAreReadWithEachAndToldOnce() {
    CaptionedClip two = clip(2, false, "it moves", "a thing moves");
    CaptionedClip one = clip(1, false, "a thing moves");
    PreparedCaptioning task =
        (PreparedCaptioning)
            task(
                    (folders, size, random) ->
                        new Corpus<>(
                            Map.of(
                                Split.TRAIN, List.of(two, one, clip(3, false, "b", "b", "a")),
                                Split.VALID, List.of(one),
                                Split.TEST, List.of(two, one)),
                            List.of()),
                    FrameReading.SEQUENCE)
                .prepare(NO_FOLDERS, 1);
    Oracle oracle = new Oracle(task);

    assertThat(task.metrics()).extracting(Metric::name).containsExactly("nats", "exact", "bleu");
    Batch all = task.batches(Split.TEST, 10).get(0);
    assertThat(all.rows()).isEqualTo(3);
    assertThat(((Inputs.Conditioned) all.inputs()).source().lengths())
        .containsExactlyInAnyOrder(4, 5, 5);
    Map<String, Double> test = task.evaluate(Split.TEST, oracle, 10);
    assertThat(oracle.decoded).isEqualTo(2);
    assertThat(test).containsEntry("exact", 1.0);

    // "a thing moves" and "b" stand twice each; the first comes first. It is one caption of both.
    var majority = task.baselines().get(0);
    assertThat(majority.name()).isEqualTo("majority");
    assertThat(majority.metrics().get(Split.TEST)).containsOnlyKeys("exact", "bleu");
    assertThat(majority.metrics().get(Split.TEST)).containsEntry("exact", 1.0);
    assertThat(majority.metrics().get(Split.TRAIN)).containsEntry("exact", 1.0);
  }

  @Test
  void theCommonestCaptionIsSeldomRight() {
    PreparedTask task = generated(FrameReading.SEQUENCE);

    Map<String, Double> test = task.baselines().get(0).metrics().get(Split.TEST);
    assertThat(test).containsOnlyKeys("exact", "bleu", "exactUnseen", "bleuUnseen");
    assertThat(test.get("exact")).isLessThan(0.2);
    assertThat(test).containsEntry("exactUnseen", 0.0);
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(
            () ->
                new Captioning(
                    null, 0, 8, FrameReading.MEAN, new Words(false), VocabularyLimits.NONE, SEARCH))
        .hasMessage("height must be at least 1, got 0");
  }
}
