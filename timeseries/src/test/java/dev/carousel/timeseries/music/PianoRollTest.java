package dev.carousel.timeseries.music;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.HeatMap;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Workspace;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PianoRollTest {
  /** Two keys, 21 and 108, so that inputs can be told by sight. */
  private static final String SMALL =
      """
      {"train": [[[21], [21, 108], [], [108]], [[108, 21], []]],
       "valid": [[[21], [21]]],
       "test": [[[21], [21], [108]], [[], [60, 64, 67]]]}""";

  private static final Predictor SILENCE =
      batch -> {
        float[] logits = new float[batch.steps() * batch.rows() * 88];
        Arrays.fill(logits, -2);
        return logits;
      };

  @TempDir private Path folder;

  private PreparedTask prepare(String text) throws IOException {
    Files.writeString(folder.resolve("tunes.json"), text);
    return new PianoRoll("tunes.json").prepare(new DataFolders(List.of(folder)), 1);
  }

  private static Batch whole(PreparedTask task, Split split) {
    Batch[] batch = new Batch[1];
    task.evaluate(
        split,
        seen -> {
          batch[0] = seen;
          return SILENCE.predict(seen);
        },
        100);
    return batch[0];
  }

  @Test
  void showsWhatWasExpectedAndWhatSounds() throws IOException {
    List<Exhibit> shown = prepare(SMALL).exhibits(SILENCE, 7);

    assertThat(shown).extracting(Exhibit::title).containsExactly("Expected keys", "Sounding keys");
    HeatMap expected = (HeatMap) shown.get(0);
    HeatMap sounding = (HeatMap) shown.get(1);
    assertThat(expected.columns()).isEqualTo(2);
    // 1 / (1 + e²)
    assertThat(expected.values()).hasSize(176).containsOnly(0.11920292f);
    assertThat(IntStream.range(0, 176).filter(i -> sounding.values()[i] == 1))
        .containsExactly(0, 88 + 87);
    assertThat(expected.from()).isEqualTo(1);
    assertThat(sounding.to()).isEqualTo(3);
    assertThat(sounding.caption()).doesNotContain("Shown are");
  }

  @Test
  void longMusicIsShownInPart() throws IOException {
    String frames = String.join(",", Collections.nCopies(601, "[60]"));
    PreparedTask task =
        prepare(
            "{'train': [[%s]], 'valid': [[%s]], 'test': [[%s]]}"
                .replace('\'', '"')
                .formatted(frames, frames, frames));
    HeatMap expected = (HeatMap) task.exhibits(SILENCE, 1).get(0);

    assertThat(expected.columns()).isEqualTo(568);
    assertThat(expected.caption()).endsWith("Shown are 568 of 600 frames.");
  }

  @Test
  void asksForTheNextFrameAtEveryStep() throws IOException {
    PreparedTask task = prepare(SMALL);

    assertThat(task.signature())
        .isEqualTo(new Signature(new Signature.Features(88), 88, true, true));
    assertThat(task.metrics())
        .containsExactly(new Metric("nll", true), new Metric("accuracy", false));
    assertThat(task.files()).containsExactly(folder.resolve("tunes.json"));
  }

  @Test
  void inputsAreAllFramesButTheLastAndTargetsAllButTheFirst() throws IOException {
    Batch batch = whole(prepare(SMALL), Split.TRAIN);

    assertThat(batch.steps()).isEqualTo(3);
    assertThat(batch.lengths()).containsExactly(3, 1);
    assertThat(batch.continues()).isFalse();
    float[] inputs = ((Inputs.Features) batch.inputs()).values();
    Targets.Values targets = (Targets.Values) batch.targets();
    assertThat(rows(inputs, 0)).containsExactly("0", "0 87", "");
    assertThat(rows(targets.values(), 0)).containsExactly("0 87", "", "87");
    assertThat(rows(inputs, 1)).containsExactly("0 87", "", "");
    assertThat(rows(targets.values(), 1)).containsExactly("", "", "");
    for (int row = 0; row < 6; row++) {
      // Sequence 1 has one step; its rows 3 and 5 are padding.
      assertThat(Arrays.copyOfRange(targets.weights(), row * 88, row * 88 + 88))
          .containsOnly(row == 3 || row == 5 ? 0 : 1);
    }
  }

  /** The keys of each step of a sequence in a batch of two. */
  private static List<String> rows(float[] values, int sequence) {
    return IntStream.range(0, values.length / 176)
        .mapToObj(
            t ->
                String.join(
                    " ",
                    IntStream.range(0, 88)
                        .filter(key -> values[(t * 2 + sequence) * 88 + key] == 1)
                        .mapToObj(Integer::toString)
                        .toList()))
        .toList();
  }

  @Test
  void nllIsTheSumOverKeysAveragedOverSteps() throws IOException {
    Map<String, Double> metrics = prepare(SMALL).evaluate(Split.TEST, SILENCE, 1);

    // Three steps, of 1, 1 and 3 sounding keys: each of those costs ln(1 + e²), each other ln(1 +
    // e⁻²).
    double sounds = Math.log1p(Math.exp(2));
    double silent = Math.log1p(Math.exp(-2));
    assertThat(metrics.get("nll"))
        .isCloseTo((5 * sounds + (3 * 88 - 5) * silent) / 3, within(1e-12));
    assertThat(metrics.get("accuracy")).isZero();
  }

  @Test
  void paddingChangesNothing() throws IOException {
    PreparedTask task = prepare(SMALL);
    Predictor noise =
        batch -> {
          // A real row's logits depend on its own sequence alone; padding gets nonsense.
          float[] logits = new float[batch.steps() * batch.rows() * 88];
          for (int b = 0; b < batch.rows(); b++) {
            for (int i = 0; i < batch.steps() * 88; i++) {
              int at = (i / 88 * batch.rows() + b) * 88 + i % 88;
              float own = (float) Math.sin(i + 10 * batch.lengths()[b]);
              logits[at] = i / 88 < batch.lengths()[b] ? own : Float.NaN;
            }
          }
          return logits;
        };

    // The same three addends of each metric, in another order.
    for (String metric : List.of("nll", "accuracy")) {
      assertThat(task.evaluate(Split.TRAIN, noise, 2).get(metric))
          .isCloseTo(task.evaluate(Split.TRAIN, noise, 1).get(metric), within(1e-12));
    }
  }

  @Test
  void lossIsTheMetricAndPaddingHasNoGradient() throws IOException {
    PreparedTask task = prepare(SMALL);
    Batch batch = whole(task, Split.TRAIN);
    EjmlKernels kernels = new EjmlKernels();
    Workspace workspace = new Workspace(kernels);
    Tape tape = Tape.training(workspace, new RandomStream(1));
    float[] logits = new float[6 * 88];
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    var outputs =
        new Parameter(
            "outputs", kernels.tensor(logits, 6, 88), kernels.tensor(new float[6 * 88], 6, 88));
    var loss = task.loss().of(tape.parameter(outputs), batch.targets());
    tape.backward(loss);

    double nll = task.evaluate(Split.TRAIN, any -> logits, 100).get("nll");
    // Single precision over 352 addends.
    assertThat((double) kernels.toArray(loss.value())[0]).isCloseTo(nll, within(1e-4));
    float[] gradient = kernels.toArray(outputs.gradient());
    for (int i = 0; i < gradient.length; i++) {
      int row = i / 88;
      double wanted =
          row == 3 || row == 5
              ? 0
              : (1 / (1 + Math.exp(-logits[i])) - ((Targets.Values) batch.targets()).values()[i])
                  / 4;
      assertThat((double) gradient[i]).isCloseTo(wanted, within(1e-6));
    }
  }

  @Test
  void accuracyLeavesOutTrueNegatives() throws IOException {
    PreparedTask task = prepare(SMALL);
    Predictor firstKey =
        batch -> {
          float[] logits = SILENCE.predict(batch);
          for (int row = 0; row < batch.steps() * batch.rows(); row++) {
            logits[row * 88] = 1;
          }
          return logits;
        };

    // Predicted frames are {21}, {108}, {60, 64, 67}: 1 of 5 is found, 2 are predicted wrongly.
    assertThat(task.evaluate(Split.TEST, firstKey, 2).get("accuracy")).isEqualTo(1.0 / 7);
  }

  @Test
  void silencePredictedAsSilenceIsAccurate() throws IOException {
    PreparedTask task = prepare(SMALL.replace("[[21], [21]]", "[[21], []]"));

    assertThat(task.evaluate(Split.VALID, SILENCE, 2).get("accuracy")).isEqualTo(1);
  }

  @Test
  void baselinesAreCountsOfTheTrainingPart() throws IOException {
    List<Baseline> baselines = prepare(SMALL).baselines();

    assertThat(baselines).extracting(Baseline::name).containsExactly("marginal", "markov");
    // Predicted training frames: {21, 108}, {}, {108}, {}. Key 0 sounds in 1 of 4, key 87 in 2, all
    // else in none: (n + 1) / 6. The one validation frame is {21}, after {21}.
    double others = -86 * Math.log(5.0 / 6);
    assertThat(baselines.get(0).metrics().get(Split.VALID).get("nll"))
        .isCloseTo(-Math.log(2.0 / 6) - Math.log(3.0 / 6) + others, within(1e-5));
    // After frames with key 0 it sounds in 1 of 3: 2 / 5. After frames without key 87 it sounds in
    // 2 of 2: 3 / 4. All else was never sounding before: 1 / 6.
    assertThat(baselines.get(1).metrics().get(Split.VALID).get("nll"))
        .isCloseTo(-Math.log(2.0 / 5) - Math.log(1.0 / 4) + others, within(1e-5));
  }

  @Test
  void trainingTakesEverySequenceOnce() throws IOException {
    PreparedTask task = prepare(SMALL);
    Map<Integer, Integer> seen = new HashMap<>();
    for (Batch batch : task.trainingBatches(1, new RandomStream(2))) {
      seen.merge(batch.tokens(), 1, Integer::sum);
    }

    assertThat(seen).isEqualTo(Map.of(3, 1, 1, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [[[60]]]                     | tunes.json does not hold a JSON object; an object with the keys train, valid, test is needed
          ''                           | tunes.json does not hold a JSON object; an object with the keys train, valid, test is needed
          {"train":[[[1],[2]]]}        | tunes.json: pitch 1 at /train/0/0/0 is outside 21 to 108, the keys of a piano; silence is written by leaving the pitch out
          {"train":[[[60],[60,109]]]}  | tunes.json: pitch 109 at /train/0/1/1 is outside 21 to 108, the keys of a piano; silence is written by leaving the pitch out
          {"test":[[[60],[-1]]]}       | tunes.json: pitch -1 at /test/0/1/0 is outside 21 to 108, the keys of a piano; silence is written by leaving the pitch out
          {"test":[[[60],[6000000000000000000000]]]} | tunes.json: pitch 6000000000000000000000 at /test/0/1/0 is outside 21 to 108, the keys of a piano; silence is written by leaving the pitch out
          {"test":[[[60],[60.5]]]}     | tunes.json: expected a pitch, which is a whole number, at /test/0/1/0, got 60.5
          {"test":[[[60],["C"]]]}      | tunes.json: expected a pitch, which is a whole number, at /test/0/1/0, got the text 'C'
          {"test":[[[60],[[60]]]]}     | tunes.json: expected a pitch, which is a whole number, at /test/0/1/0, got a list
          {"test":[[[60],[null]]]}     | tunes.json: expected a pitch, which is a whole number, at /test/0/1/0, got null
          {"test":[[[60],60]]}         | tunes.json: expected a frame, which is a list of pitches, at /test/0/1, got 60
          {"test":[{"a":1}]}           | tunes.json: expected a sequence, which is a list of frames, at /test/0, got an object
          {"test":true}                | tunes.json: expected a list of sequences, at /test, got true
          {"test":[[[60],[60,62,60]]]} | tunes.json: pitch 60 at /test/0/1/2 stands in its frame already; leave one of them out
          {"test":[[[60],[60]],[]]}    | tunes.json: the sequence at /test/1 has no frames; predicting the next one takes at least 2; leave it out
          {"test":[[[60],[60]],[[]]]}  | tunes.json: the sequence at /test/1 has 1 frame; predicting the next one takes at least 2; leave it out
          {"test":[]}                  | tunes.json: there is no sequence at /test
          {"test":[[[60],[60]]]}       | tunes.json: missing key 'train'; an object with the keys train, valid, test is needed
          {"tests":[]}                 | tunes.json: unknown key 'tests'; did you mean 'test'? available: train, valid, test
          {"test":[[[],[]]],"test":[]} | tunes.json: key 'test' stands twice
          {"test":[[[60],[60           | tunes.json, line 1, column 19: Unexpected end-of-input: expected close marker for Array
          {"test":[[[60],[06           | tunes.json, line 1, column 18: Invalid numeric value: Leading zeroes not allowed
          """)
  void faultsAreNamedWithTheirPlace(String text, String message) {
    assertThatThrownBy(() -> prepare(text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void whatFollowsTheObjectIsRefused() {
    assertThatThrownBy(() -> prepare(SMALL + "\n{}"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("tunes.json, line 4: more follows after the object; one is needed");
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Files.createDirectory(folder.resolve("tunes"));
    DataFolders folders = new DataFolders(List.of(folder));

    assertThatThrownBy(() -> new PianoRoll("tunes").prepare(folders, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("cannot read 'tunes': it is a folder");
    assertThatThrownBy(() -> new PianoRoll("songs.json").prepare(folders, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("no file 'songs.json' in [");
  }
}
