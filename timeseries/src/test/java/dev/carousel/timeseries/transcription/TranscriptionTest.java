package dev.carousel.timeseries.transcription;

import static dev.carousel.timeseries.transcription.Tones.FRONT_END;
import static dev.carousel.timeseries.transcription.Tones.NO_FOLDERS;
import static dev.carousel.timeseries.transcription.Tones.fixed;
import static dev.carousel.timeseries.transcription.Tones.redrawn;
import static dev.carousel.timeseries.transcription.Tones.said;
import static dev.carousel.timeseries.transcription.Tones.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.decode.BestPath;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.HeatMap;
import dev.carousel.exhibit.Span;
import dev.carousel.exhibit.Strip;
import dev.carousel.loss.Ctc;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Transcriber;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.Small;
import dev.carousel.timeseries.audio.Augmentation;
import dev.carousel.timeseries.audio.FeatureExtractor;
import dev.carousel.timeseries.audio.FrontEnd;
import dev.carousel.timeseries.audio.Sound;
import dev.carousel.timeseries.audio.Utterance;
import dev.carousel.timeseries.audio.UtteranceSource;
import dev.carousel.timeseries.audio.WavBytes;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Metric;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.transcription.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptionTest {
  private static final Augmentation CHANGED =
      new Augmentation(
          Optional.empty(),
          Optional.empty(),
          Optional.of(new Augmentation.Between(0.8, 1.2)),
          new Augmentation.Bands(1, 2),
          new Augmentation.Times(0, 0, 1));

  @TempDir private Path folder;

  private static List<Batch> batches(PreparedTask task, RandomStream random) {
    List<Batch> batches = new ArrayList<>();
    task.trainingBatches(4, random).forEach(batches::add);
    return batches;
  }

  private static float[] features(Batch batch) {
    return ((Inputs.Features) batch.inputs()).values();
  }

  private static int[][] labels(Batch batch) {
    return ((Targets.Sequences) batch.targets()).labels();
  }

  /** What is said in an epoch, in the order of the alphabet. */
  private static List<String> allSaid(List<Batch> epoch) {
    return epoch.stream()
        .flatMap(batch -> Arrays.stream(labels(batch)))
        .map(Arrays::toString)
        .sorted()
        .toList();
  }

  @Test
  void featuresAreGivenAndLabelsOfWordsWanted() {
    UtteranceSource data =
        fixed(List.of(said("low high")), List.of(said("high")), List.of(said("low low"), said("")));
    PreparedTask task = task(data, Augmentation.NONE).prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(4), 3, true));
    assertThat(task.loss()).isEqualTo(new Ctc(Ctc.Impossible.REFUSE));
    assertThat(task.metrics())
        .extracting(Metric::name)
        .containsExactly("wer", "cer", "nats", "impossible");
    assertThat(task.baselines()).isEmpty();
    assertThat(task.assets().files()).isEqualTo(Map.of("labels.txt", "high\nlow\n"));
    // Shorter ones come first.
    Batch batch = task.batches(Split.TEST, 2).get(0);
    float[] expected = new FeatureExtractor(FRONT_END).features(said("low low").sound());
    assertThat(batch.lengths()).containsExactly(5, expected.length / 4);
    assertThat(labels(batch)).isDeepEqualTo(new int[][] {{}, {2, 2}});
    assertThat(features(batch.sequence(1))).containsExactly(expected);
  }

  @Test
  void labelsOfCharactersMayBeSpaces() {
    Transcripts transcripts = Transcripts.of(Unit.CHARACTERS, List.of("ab", "b a"));

    int[] labels = transcripts.labels("b ab", said("low").place());

    assertThat(labels).containsExactly(3, 1, 2, 3);
    assertThat(transcripts.text(labels)).isEqualTo("b ab");
    assertThat(transcripts.classes()).isEqualTo(4);
  }

  @Test
  void trainingSeesOtherUtterancesEveryEpochAndEvaluationsTheSame() {
    PreparedTask task = task(redrawn(12), Augmentation.NONE).prepare(NO_FOLDERS, 1);
    RandomStream random = new RandomStream(3);
    List<Batch> first = batches(task, random);
    RandomStream resumed = new RandomStream(random.state());
    List<Batch> second = batches(task, random);

    assertThat(first).hasSize(3);
    assertThat(first.stream().mapToInt(Batch::rows).sum()).isEqualTo(12);
    // Not only in another order.
    assertThat(allSaid(first)).isNotEqualTo(allSaid(second));
    // As a run that goes on from a checkpoint sees it.
    assertThat(batches(task, resumed)).usingRecursiveComparison().isEqualTo(second);
    for (Split split : Split.values()) {
      assertThat(task.batches(split, 4))
          .usingRecursiveComparison()
          .isEqualTo(task.batches(split, 4));
    }
  }

  @Test
  void onlyTrainingChangesSound() {
    List<Utterance> said = List.of(said("low high low"), said("high low"), said("low"));
    PreparedTask plain = task(fixed(said, said, said), Augmentation.NONE).prepare(NO_FOLDERS, 1);
    PreparedTask changed = task(fixed(said, said, said), CHANGED).prepare(NO_FOLDERS, 1);

    for (Split split : Split.values()) {
      assertThat(changed.batches(split, 2))
          .usingRecursiveComparison()
          .isEqualTo(plain.batches(split, 2));
    }
    RandomStream random = new RandomStream(2);
    List<Batch> first = batches(changed, random);
    List<Batch> second = batches(changed, random);
    assertThat(features(first.get(0))).isNotEqualTo(features(second.get(0)));
    assertThat(allSaid(first)).isEqualTo(allSaid(second));
    assertThat(features(batches(plain, random).get(0)))
        .isNotEqualTo(features(batches(changed, random).get(0)));
  }

  @Test
  void faultsAreToldWithTheirPlace() {
    List<Utterance> train = List.of(said("low high"));
    assertThatThrownBy(
            () ->
                task(fixed(train, train, List.of(said("mid"))), Augmentation.NONE)
                    .prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "t, line 3: the label 'mid' does not occur in the training part, which has high, low");
    assertThatThrownBy(
            () ->
                task(fixed(List.of(said("low")), train, train), Augmentation.NONE)
                    .prepare(NO_FOLDERS, 1))
        .hasMessage("the training part has no label but 'low'; there is nothing to tell apart");
  }

  /**
   * A word has 15 frames, 19 at the slowest; these 19 characters, one of which repeats, need 20.
   */
  @Test
  void tooFewFramesAreRefusedOrCounted() {
    List<Utterance> tooShort = List.of(said("lowhighllhighlowlow"));
    List<Utterance> fine = List.of(said("lowhigh"));
    assertThatThrownBy(
            () ->
                task(
                        fixed(tooShort, fine, fine),
                        Augmentation.NONE,
                        Unit.CHARACTERS,
                        Ctc.Impossible.REFUSE)
                    .prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("t, line 3: 19 labels, 1 of which repeats the one before and needs")
        .hasMessageEndingWith(
            "; give a shorter hop, leave it out, or set the task's impossible to \"skip\"");
    // Where training changes sound it is told with the first batch, and evaluations go on counting.
    PreparedTask changed =
        task(fixed(tooShort, fine, fine), CHANGED, Unit.CHARACTERS, Ctc.Impossible.REFUSE)
            .prepare(NO_FOLDERS, 1);
    assertThat(changed.evaluate(Split.TRAIN, blank(changed), 1)).containsEntry("impossible", 1.0);
    assertThatThrownBy(() -> batches(changed, new RandomStream(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("t, line 3: 19 labels, 1 of which repeats");
    for (Ctc.Impossible impossible : Ctc.Impossible.values()) {
      boolean skip = impossible == Ctc.Impossible.SKIP;
      PreparedTask task =
          task(
                  fixed(skip ? tooShort : fine, fine, tooShort),
                  Augmentation.NONE,
                  Unit.CHARACTERS,
                  impossible)
              .prepare(NO_FOLDERS, 1);
      Predictor silent = blank(task);
      assertThat(task.evaluate(Split.TEST, silent, 1))
          .containsEntry("impossible", 1.0)
          .containsEntry("wer", 1.0)
          .containsEntry("cer", 1.0);
      assertThat(task.evaluate(Split.VALID, silent, 1)).containsEntry("impossible", 0.0);
    }
  }

  /** Hears nothing. */
  private static Predictor blank(PreparedTask task) {
    int classes = task.signature().outputs();
    return batch -> {
      float[] outputs = new float[batch.steps() * batch.rows() * classes];
      for (int row = 0; row < outputs.length; row += classes) {
        outputs[row] = 1;
      }
      return outputs;
    };
  }

  @Test
  void modelsThatDivergeHaveFiguresThatAreNoNumbers() {
    List<Utterance> said = List.of(said("low high"));
    PreparedTask task = task(fixed(said, said, said), Augmentation.NONE).prepare(NO_FOLDERS, 1);
    Predictor broken =
        batch -> {
          float[] outputs = new float[batch.steps() * 3];
          outputs[4] = Float.NaN;
          return outputs;
        };
    assertThat(task.evaluate(Split.TEST, broken, 1))
        .containsEntry("wer", Double.NaN)
        .containsEntry("nats", Double.NaN);
  }

  @Test
  void howModelsHearIsNoPartOfTheMeasure() {
    UtteranceSource data = redrawn(1);
    FrontEnd other = FrontEnd.standard();
    Transcription heard =
        new Transcription(data, other, CHANGED, Unit.WORDS, Ctc.Impossible.REFUSE, new BestPath());
    assertThat(heard.measure()).isEqualTo(task(data, Augmentation.NONE).measure());
    assertThat(task(data, Augmentation.NONE, Unit.CHARACTERS, Ctc.Impossible.REFUSE).measure())
        .isNotEqualTo(heard.measure());
  }

  @Test
  void tonesAreLearntAndRecordingsOfAnyRateTranscribedWithoutTheData() throws IOException {
    Transcription task = task(redrawn(48), Augmentation.NONE);
    PreparedTask prepared = task.prepare(NO_FOLDERS, 1);
    EjmlKernels kernels = new EjmlKernels();
    Model model = Small.trained(prepared, 40);
    Predictor predictor = EpochTrainer.predictor(model, kernels);
    assertThat(prepared.evaluate(Split.TEST, predictor, 4)).containsEntry("wer", 0.0);
    assertExhibits(prepared.exhibits(predictor, 4));

    Transcription served = task(null, CHANGED);
    assertThat(served.serving(prepared.assets()).signature()).isEqualTo(prepared.signature());
    Transcriber transcriber =
        (Transcriber) served.serving(prepared.assets()).service(model, kernels);
    Path twice = file("twice.wav", said("high low low", 4000).sound());
    Path nothing = file("nothing.wav", said("").sound());
    assertThat(transcriber.transcribe(twice)).isEqualTo("high low low");
    assertThat(transcriber.transcribe(nothing)).isEmpty();
    assertThat(
            transcriber.answer(
                List.of(
                    Map.of("recording", twice.toString()),
                    Map.of("recording", nothing.toString()))))
        .isEqualTo(List.of(Map.of("text", "high low low"), Map.of("text", "")));
    assertThat(transcriber.answer(List.of())).isEmpty();
    assertRefused(transcriber, "recording", "none.wav", "none.wav: no such file");
    assertRefused(
        transcriber,
        "recording",
        "a\0b",
        "'a\0b' under 'recording' is no path: Nul character not" + " allowed");
    assertRefused(
        transcriber,
        "recordin",
        "none.wav",
        "unknown key 'recordin'; did you mean 'recording'? known: recording");
    Path broken = Files.write(folder.resolve("broken.wav"), new byte[] {1});
    assertThatThrownBy(() -> transcriber.transcribe(broken))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(broken + ": is not a WAV file: it does not begin with RIFF and WAVE");
  }

  private static void assertRefused(
      Transcriber transcriber, String key, String value, String message) {
    assertThatThrownBy(() -> transcriber.answer(List.of(Map.of(key, value))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  private Path file(String name, Sound sound) throws IOException {
    short[] samples = new short[sound.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(32767 * sound.samples()[i]);
    }
    return Files.write(folder.resolve(name), WavBytes.of(sound.sampleRate(), samples));
  }

  /** Of the first two test utterances; none has an error. */
  private static void assertExhibits(List<Exhibit> exhibits) {
    assertThat(exhibits)
        .extracting(Exhibit::title)
        .containsExactly("Utterance 1 of the test part", "Utterance 2 of the test part");
    List<Utterance> test = redrawn(48).read(NO_FOLDERS, 1).part(Split.TEST);
    for (int n = 0; n < 2; n++) {
      HeatMap map = (HeatMap) exhibits.get(n);
      Utterance utterance = test.get(n);
      assertThat(map.caption())
          .startsWith(
              "Utterance %d of the test part, by ann. Reference: “%s”. Found: “%2$s”. "
                  .formatted(n + 1, utterance.transcript()));
      assertThat(map.rows()).isEqualTo(4);
      assertThat(map.values())
          .containsExactly(new FeatureExtractor(FRONT_END).spectrogram(utterance.sound()));
      // 20 ms a frame.
      assertThat(map.to()).isEqualTo(map.columns() * 0.02);
      assertThat(map.strips()).extracting(Strip::name).containsExactly("found", "reference");
      for (Strip strip : map.strips()) {
        assertThat(strip.spans().stream().map(Span::text))
            .containsExactly(utterance.transcript().split(" "));
        for (int w = 0; w < strip.spans().size(); w++) {
          Span span = strip.spans().get(w);
          // A model that reads forwards alone tells a word at or after its tone, before the next.
          assertThat(span.from()).isBetween(0.2 * w + 0.05, 0.2 * w + 0.3);
          assertThat(span.to()).isGreaterThan(span.from());
        }
      }
    }
  }

  @Test
  void theFirstErrorIsShownWithWhatWasHeard() {
    List<Utterance> said =
        List.of(said("low"), said("low"), said("low"), said("low high"), said("low high"));
    List<Utterance> train = List.of(said("low high"));
    PreparedTask task = task(fixed(train, train, said), Augmentation.NONE).prepare(NO_FOLDERS, 1);
    // Says "low" in the third frame of everything.
    Predictor low =
        batch -> {
          float[] outputs = new float[batch.steps() * 3];
          for (int t = 0; t < batch.steps(); t++) {
            outputs[t * 3 + (t == 2 ? 2 : 0)] = 9;
          }
          return outputs;
        };

    List<Exhibit> exhibits = task.exhibits(low, 4);

    assertThat(exhibits).hasSize(3);
    HeatMap error = (HeatMap) exhibits.get(2);
    assertThat(error.title()).isEqualTo("An utterance with an error");
    assertThat(error.caption())
        .startsWith(
            "Utterance 4 of the test part, by ann. Reference: “low high”. Found: “low”. Below, the");
    assertThat(error.strips().get(0))
        .isEqualTo(new Strip("found", List.of(new Span("low", 0.04, 0.06))));
    assertThat(error.strips().get(1).spans()).hasSize(2);
    String silent = task.exhibits(blank(task), 4).get(0).caption();
    assertThat(silent).contains("Found: nothing.");
  }
}
