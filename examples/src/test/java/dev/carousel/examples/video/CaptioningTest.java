package dev.carousel.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.NextTokens;
import dev.carousel.exhibit.AttendedPictures;
import dev.carousel.exhibit.AttendedPictures.Look;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Picture;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Words;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Captioner;
import dev.carousel.tensor.FrameShape;
import dev.carousel.train.Assets;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptioningTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());
  private static final FrameSize SIZE = new FrameSize(8, 8);
  private static final BeamSearch SEARCH = new BeamSearch(2, 20, 0, 0, 0);
  private static final double ROUNDING = 1e-6;

  @TempDir private Path folder;

  private static Captioning task(ClipSource source, FrameReading reading) {
    return new Captioning(source, 8, 8, reading, new Words(false), VocabularyLimits.NONE, SEARCH);
  }

  /** Clips that are there already. */
  private record Given(Map<Split, List<CaptionedClip>> parts) implements ClipSource {
    @Override
    public Corpus<CaptionedClip> read(DataFolders folders, FrameSize size, RandomStream random) {
      return new Corpus<>(parts, List.of());
    }

    @Override
    public Optional<Drawn> drawn(FrameSize size) {
      return Optional.empty();
    }

    @Override
    public OptionalInt maxFrames() {
      return OptionalInt.of(4);
    }
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
      return new Scripted(task.signature().outputs(), task.texts().end(), source.steps(), scripts);
    }
  }

  /** Says what it is given, each followed by the end; looks at one frame after the other. */
  private static final class Scripted implements NextTokens {
    private final int vocabulary;
    private final int end;
    private final int steps;
    private int[][] scripts;
    private int position;

    private Scripted(int vocabulary, int end, int steps, int[][] scripts) {
      this.vocabulary = vocabulary;
      this.end = end;
      this.steps = steps;
      this.scripts = scripts;
    }

    @Override
    public float[] attention() {
      float[] weights = new float[rows() * steps];
      for (int row = 0; row < rows(); row++) {
        weights[row * steps + (position - 1) % 3] = 1;
      }
      return weights;
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
                    new Signature.Features(new FrameShape(8, 8, 3)),
                    new Signature.Tokens(vocabulary),
                    false),
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

  private static Set<List<Float>> clipsOfAnEpoch(PreparedTask task, RandomStream random) {
    Set<List<Float>> clips = new HashSet<>();
    for (Batch batch : task.trainingBatches(32, random)) {
      Batch sources = ((Inputs.Conditioned) batch.inputs()).source();
      for (int b = 0; b < sources.rows(); b++) {
        clips.add(Oracle.pictures(sources.sequence(b)));
      }
    }
    return clips;
  }

  @Test
  void everyEpochTrainsOnOtherClipsOfSeenCombinations() {
    PreparedCaptioning task = generated(FrameReading.SEQUENCE);
    Set<List<Float>> first = clipsOfAnEpoch(task, new RandomStream(1));
    Set<List<Float>> second = clipsOfAnEpoch(task, new RandomStream(2));

    assertThat(first).hasSize(400).isEqualTo(clipsOfAnEpoch(task, new RandomStream(1)));
    assertThat(second).hasSize(400).doesNotContainAnyElementsOf(first);
  }

  @Test
  void clipsThatAreThereAlreadyAreReadEveryEpoch() {
    List<CaptionedClip> all = List.of(clip(0, false, "it moves"), clip(1, false, "a thing"));
    PreparedTask task =
        task(
                new Given(Map.of(Split.TRAIN, all, Split.VALID, all, Split.TEST, all)),
                FrameReading.SEQUENCE)
            .prepare(NO_FOLDERS, 1);

    assertThat(clipsOfAnEpoch(task, new RandomStream(1)))
        .hasSize(2)
        .isEqualTo(clipsOfAnEpoch(task, new RandomStream(2)));
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
                    new Given(
                        Map.of(
                            Split.TRAIN, List.of(two, one, clip(3, false, "b", "b", "a")),
                            Split.VALID, List.of(one),
                            Split.TEST, List.of(two, one))),
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
  void theFirstTestClipsAreShownWithWhereTheModelLooked() {
    PreparedCaptioning task = generated(FrameReading.SEQUENCE);
    List<Exhibit> exhibits = task.exhibits(new Oracle(task), 3);

    assertThat(exhibits)
        .extracting(Exhibit::title)
        .containsExactly(
            "Test clip 1",
            "Test clip 2",
            "Test clip 3",
            "Test clip 4",
            "Unseen combination, test clip 1",
            "Unseen combination, test clip 2",
            "Unseen combination, test clip 3",
            "Unseen combination, test clip 4");
    for (int n = 0; n < 8; n++) {
      ClipGroup group = (n < 4 ? task.seen() : task.unseen()).get(Split.TEST);
      String caption = group.captions().get(n % 4).get(0);
      AttendedPictures shown = (AttendedPictures) exhibits.get(n);
      assertThat(shown.caption()).isEqualTo("Its caption: “" + caption + "”.");
      assertThat(shown.answer()).isEqualTo(caption);
      assertThat(shown.pictures().stream().map(Picture::rgb).toArray(byte[][]::new))
          .isDeepEqualTo(group.clips().clips().get(n % 4).frames());
      // The end is no word.
      assertThat(shown.looks()).extracting(Look::part).containsExactly(caption.split(" "));
      assertThat(shown.looks().get(1).weights()).containsExactly(0, 1, 0, 0, 0);
      assertThat(shown.looks().get(3).weights()).containsExactly(1, 0, 0, 0, 0);
    }
  }

  @Test
  void bagsOfFramesAndClipsOfAnyLengthAreShown() {
    CaptionedClip three = clip(0, false, "it moves", "a thing moves");
    CaptionedClip five = clip(2, false, "a thing moves");
    byte[] large = new byte[new FrameSize(8, 8).values()];
    CaptionedClip endless =
        new CaptionedClip(
            new Clip(SIZE, Collections.nCopies(65, large).toArray(byte[][]::new)),
            List.of("nothing moves"),
            false);
    Given source =
        new Given(
            Map.of(
                Split.TRAIN, List.of(three, five, endless),
                Split.VALID, List.of(three),
                Split.TEST, List.of(endless, three, five)));
    PreparedCaptioning task =
        (PreparedCaptioning) task(source, FrameReading.SEQUENCE).prepare(NO_FOLDERS, 1);
    List<Exhibit> exhibits = task.exhibits(new Oracle(task), 3);

    assertThat(exhibits).extracting(Exhibit::title).containsExactly("Test clip 2", "Test clip 3");
    AttendedPictures first = (AttendedPictures) exhibits.get(0);
    assertThat(first.caption()).isEqualTo("The first of its 2 captions: “it moves”.");
    assertThat(first.looks()).extracting(look -> look.weights().length).containsExactly(3, 3);

    PreparedCaptioning bag =
        (PreparedCaptioning) task(source, FrameReading.MEAN).prepare(NO_FOLDERS, 1);
    AttendedPictures mean = (AttendedPictures) bag.exhibits(new Silent(bag), 3).get(1);
    assertThat(mean.title()).isEqualTo("Test clip 2");
    assertThat(mean.pictures()).hasSize(1);
    float[] features = three.clip().meanFeatures();
    for (int i = 0; i < features.length; i++) {
      assertThat(Byte.toUnsignedInt(mean.pictures().get(0).rgb()[i]))
          .isEqualTo(Math.round(255 * features[i]));
    }
    assertThat(mean.answer()).isEmpty();
    assertThat(mean.looks()).isEmpty();
  }

  /** Ends every caption at once, and does not attend. */
  private record Silent(PreparedCaptioning task) implements Predictor {
    @Override
    public float[] predict(Batch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public NextTokens decoding(Batch source) {
      return new NextTokens() {
        private int rows = source.rows();

        @Override
        public int vocabulary() {
          return task.signature().outputs();
        }

        @Override
        public int rows() {
          return rows;
        }

        @Override
        public float[] read(int[] tokens) {
          float[] logits = new float[tokens.length * vocabulary()];
          for (int row = 0; row < tokens.length; row++) {
            logits[row * vocabulary() + task.texts().end()] = 30;
          }
          return logits;
        }

        @Override
        public void select(int[] which) {
          rows = which.length;
        }
      };
    }
  }

  @Test
  void largeFramesAreShownSmaller() {
    FrameSize size = new FrameSize(60, 96);
    Clip clip = new Clip(size, new byte[][] {new byte[size.values()]});
    CaptionedClip one = new CaptionedClip(clip, List.of("dark"), false);
    Given source =
        new Given(
            Map.of(Split.TRAIN, List.of(one), Split.VALID, List.of(one), Split.TEST, List.of(one)));
    PreparedCaptioning task =
        (PreparedCaptioning)
            new Captioning(
                    source,
                    60,
                    96,
                    FrameReading.SEQUENCE,
                    new Words(false),
                    VocabularyLimits.NONE,
                    SEARCH)
                .prepare(NO_FOLDERS, 1);
    AttendedPictures shown = (AttendedPictures) task.exhibits(new Silent(task), 1).get(0);
    assertThat(shown.pictures().get(0).height()).isEqualTo(30);
    assertThat(shown.pictures().get(0).width()).isEqualTo(48);
  }

  @Test
  void clipsInFilesAreToldOf() throws IOException {
    CaptionedClip three = clip(0, false, "it moves");
    CaptionedClip four = clip(1, false, "a thing moves");
    CaptionedClip eight = clip(5, false, "more moves");
    List<CaptionedClip> all = List.of(three, four, eight);
    Captioning described =
        task(
            new Given(Map.of(Split.TRAIN, all, Split.VALID, all, Split.TEST, all)),
            FrameReading.SEQUENCE);
    PreparedCaptioning task = (PreparedCaptioning) described.prepare(NO_FOLDERS, 1);
    CaptioningServing serving = (CaptioningServing) described.serving(task.assets());
    assertThat(serving.signature()).isEqualTo(task.signature());
    Oracle oracle = new Oracle(task);
    // Of eight frames four are kept, of which something else is known than of all.
    byte[][] frames = eight.clip().frames();
    byte[][] kept = {frames[1], frames[3], frames[5], frames[7]};
    oracle.learn(
        ClipGroup.of(
            List.of(new CaptionedClip(new Clip(SIZE, kept), List.of("a more thing"), false)),
            FrameReading.SEQUENCE,
            task.texts()));
    Captioner captioner =
        new ModelCaptioner(
            serving.files(),
            serving.reading(),
            serving.texts(),
            serving.search(),
            oracle::decoding);
    List<Map<String, Object>> requests = new ArrayList<>();
    for (CaptionedClip clip : all) {
      Path file = folder.resolve(requests.size() + ".gif");
      new GifFile(1).write(clip.clip(), file);
      requests.add(Map.of("clip", file.toString()));
    }
    List<Map<String, Object>> replies = captioner.answer(requests);
    for (int n = 0; n < 3; n++) {
      String caption = List.of("it moves", "a thing moves", "a more thing").get(n);
      assertThat(replies.get(n)).containsOnlyKeys("caption", "score");
      assertThat(replies.get(n)).containsEntry("caption", caption);
      assertThat((double) replies.get(n).get("score")).isCloseTo(0, within(ROUNDING));
      assertThat(captioner.caption(folder.resolve(n + ".gif"))).isEqualTo(caption);
    }
    assertThat(captioner.answer(List.of())).isEmpty();
    Path absent = folder.resolve("absent.gif");
    refused("'" + absent + "': no such file or folder", captioner, "clip", absent.toString());
    refused("missing key 'clip'; expected a string", captioner);
    refused("unknown key 'clop'; did you mean 'clip'? known: clip", captioner, "clop", "x");
    refused("'a\0b' is no path of a file", captioner, "clip", "a\0b");
    assertThatThrownBy(() -> described.serving(Assets.NONE))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the run has kept no 'tokenizer.json', only []");
  }

  private static void refused(String message, Captioner captioner, String... request) {
    Map<String, Object> values = request.length == 0 ? Map.of() : Map.of(request[0], request[1]);
    assertThatThrownBy(() -> captioner.answer(List.of(values)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
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
