package dev.carousel.nlp.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.data.Targets;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.Small;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.tagged.TaggedSentence;
import dev.carousel.nlp.text.tagged.TaggedSource;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Metric;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaggingTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());
  private static final List<String> TRAIN =
      List.of("the/D dog/N barks/V", "dogs/N bark/V", "the/D bark/N", "bark/V the/D bark/V run/N");
  private static final List<String> TEST = List.of("bark/N", "the/D cat/N barks/V");

  private static TaggedSentence sentence(String text, int first) {
    List<String> tokens = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (String pair : text.split(" ")) {
      tokens.add(pair.substring(0, pair.indexOf('/')));
      tags.add(pair.substring(pair.indexOf('/') + 1));
      places.add(new Place("t", first + places.size()));
    }
    return new TaggedSentence(tokens, tags, places);
  }

  private static PreparedTask prepare(List<String> train, List<String> test) {
    TaggedSource source =
        folders ->
            new Corpus<>(
                Map.of(
                    Split.TRAIN, train.stream().map(line -> sentence(line, 1)).toList(),
                    Split.VALID, test.stream().map(line -> sentence(line, 10)).toList(),
                    Split.TEST, test.stream().map(line -> sentence(line, 20)).toList()),
                List.of());
    return new Tagging(source, VocabularyLimits.NONE, Optional.empty()).prepare(NO_FOLDERS, 1);
  }

  @Test
  void tokensAreGivenAndTagsWanted() {
    PreparedTask task = prepare(TRAIN, TEST);

    // the, bark, dog, barks, dogs, run and the unknown token.
    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Tokens(7), 3, true));
    assertThat(task.loss()).isEqualTo(new CrossEntropy());
    assertThat(task.metrics())
        .containsExactly(
            new Metric("accuracy", false), new Metric("macroF1", false), new Metric("nats", true));
    Batch batch = task.batches(Split.TEST, 2).get(0);
    assertThat(batch.lengths()).containsExactly(1, 3);
    assertThat(((Targets.Labels) batch.targets()).labels()).containsExactly(1, 0, -1, 1, -1, 2);
    assertThat(task.labels(batch.sequence(1))).containsExactly("the", "<unk>", "barks");
  }

  @Test
  void anOracleIsRightWhateverThePaddingHolds() {
    PreparedTask task = prepare(TRAIN, TEST);
    for (int batchSize : new int[] {1, 2, 50}) {
      assertThat(
              task.evaluate(
                  Split.TEST,
                  batch -> {
                    int[] labels = ((Targets.Labels) batch.targets()).labels();
                    float[] logits = new float[3 * labels.length];
                    for (int row = 0; row < labels.length; row++) {
                      logits[3 * row + Math.max(0, labels[row])] = labels[row] < 0 ? Float.NaN : 1;
                    }
                    return logits;
                  },
                  batchSize))
          .containsEntry("accuracy", 1.0)
          .containsEntry("macroF1", 1.0);
    }
  }

  @Test
  void theBaselineIsEachTokensMostFrequentTag() {
    // bark is V three times of four; cat is unknown, so it gets the most frequent tag, V or N.
    var baseline = prepare(TRAIN, TEST).baselines().get(0);

    assertThat(baseline.name()).isEqualTo("most-frequent");
    // N 4, V 4, D 3: N comes before V.
    assertThat(baseline.metrics().get(Split.TEST)).containsEntry("accuracy", 0.75);
    assertThat(baseline.metrics().get(Split.TRAIN)).containsEntry("accuracy", 10.0 / 11);
  }

  @Test
  void aTagOfAnotherPartIsRefused() {
    assertThatThrownBy(() -> prepare(TRAIN, List.of("the/D dog/N", "run/X")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "t, line 10: the label 'X' does not occur in the training part, which has D, N, V");
  }

  @Test
  void modelsAreAskedWithoutTheData() {
    PreparedTask task = prepare(TRAIN, TEST);
    TaggingServing serving =
        (TaggingServing) new Tagging(null, null, Optional.empty()).serving(task.assets());
    assertThat(serving.signature()).isEqualTo(task.signature());
    var service =
        serving.service(
            batch -> {
              int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
              float[] logits = new float[3 * ids.length];
              for (int row = 0; row < ids.length; row++) {
                logits[3 * row + Math.min(2, ids[row])] = 1;
              }
              return logits;
            });

    List<Map<String, Object>> replies =
        service.answer(
            List.of(Map.of("text", " x the  bark "), Map.of("tokens", List.of("the", "a b"))));

    assertThat(replies.get(0))
        .isEqualTo(Map.of("tokens", List.of("x", "the", "bark"), "tags", List.of("D", "V", "N")));
    assertThat(replies.get(1))
        .isEqualTo(Map.of("tokens", List.of("the", "a b"), "tags", List.of("V", "D")));
    assertThatThrownBy(() -> service.answer(List.of(Map.of("text", " "))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no token in 'text'; it is empty");
    assertThatThrownBy(() -> service.answer(List.of(Map.of("text", "a", "tokens", List.of("a")))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("'text' and 'tokens' are both given; give one of them");
    for (Object tokens : new Object[] {List.of(), List.of(1), "a"}) {
      assertThatThrownBy(() -> service.answer(List.of(Map.of("tokens", tokens))))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("expected a list of strings under 'tokens', at least one, got " + tokens);
    }
  }

  @Test
  void whatDependsOnTheTokenBeforeIsLearnt() {
    // After "the" they are nouns, elsewhere verbs.
    List<String> lines =
        List.of(
            "the/D run/N",
            "run/V",
            "the/D walk/N run/V",
            "walk/V the/D run/N",
            "walk/V",
            "the/D walk/N walk/V the/D run/N",
            "run/V the/D walk/N");
    PreparedTask task = prepare(lines, lines);

    Model model = Small.trained(task, 60);

    assertThat(task.evaluate(Split.TEST, EpochTrainer.predictor(model, new EjmlKernels()), 4))
        .containsEntry("accuracy", 1.0);
    assertThat(task.baselines().get(0).metrics().get(Split.TEST).get("accuracy")).isLessThan(0.8);
  }
}
