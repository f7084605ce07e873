package dev.carousel.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.trial.TrialEnd;
import dev.carousel.train.Epoch;
import dev.carousel.train.Split;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class MessageTest {
  private static final Message MESSAGE =
      new Message(
          JsonNodeFactory.instance.objectNode().put("what", "file ∘"),
          Map.of("checkpoints/ö.safetensors", new byte[] {1, -1, 0, 127, -128}));

  @Property
  void whatIsWrittenIsRead(@ForAll String text, @ForAll byte[] first, @ForAll byte[] second) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a", first);
    files.put("b", second);
    Message message = new Message(JsonNodeFactory.instance.objectNode().put("text", text), files);

    Message read = Message.read(message.bytes());

    assertThat(read.head()).isEqualTo(message.head());
    assertThat(read.files()).containsOnlyKeys("a", "b");
    assertThat(read.files().get("a")).isEqualTo(first);
    assertThat(read.files().get("b")).isEqualTo(second);
  }

  @Property
  void whatIsCutOffIsRefused(@ForAll @IntRange(min = 0, max = 1000) int length) {
    byte[] whole = MESSAGE.bytes();

    assertThatThrownBy(() -> Message.read(Arrays.copyOf(whole, length % whole.length)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void whatHasMoreIsRefused() {
    byte[] whole = MESSAGE.bytes();

    assertThatThrownBy(() -> Message.read(Arrays.copyOf(whole, whole.length + 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a message has 2 bytes too many");
  }

  @Property
  void numbersOfEpochsAndEndsKeepEveryBit(
      @ForAll double a, @ForAll double b, @ForAll boolean best, @ForAll long tokens) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("z", a);
    metrics.put("b", Double.NaN);
    metrics.put("a", Double.NEGATIVE_INFINITY);
    Epoch epoch = new Epoch(3, b, a, metrics, tokens, best, Double.POSITIVE_INFINITY);
    TrialEnd end =
        new TrialEnd(
            new TrialResult(-4, Optional.empty(), Map.of(Split.TEST, metrics), 7, 5, b),
            TrialEnd.How.PAUSED);

    assertThat(Texts.epoch(read(Texts.write(epoch)))).isEqualTo(epoch);
    assertThat(Texts.end(read(Texts.write(end)))).isEqualTo(end);
    assertThat(Texts.epoch(read(Texts.write(epoch))).valid().keySet())
        .containsExactly("z", "b", "a");
  }

  private static tools.jackson.databind.JsonNode read(tools.jackson.databind.node.ObjectNode json) {
    return Message.read(Message.of(json).bytes()).head();
  }

  @Test
  void aFailureOfSparkIsToldInItsOwnWords() {
    assertThat(
            SparkTrials.lastFailure(
                "Job aborted due to stage failure: Task 0 in stage 5.0 failed 3 times, most recent"
                    + " failure: Lost task 0.2 in stage 5.0 (TID 9) (127.0.0.1 executor 3):"
                    + " ExecutorLostFailure (executor 3 exited)\nDriver stacktrace:\n\tat x"))
        .isEqualTo(
            "Lost task 0.2 in stage 5.0 (TID 9) (127.0.0.1 executor 3): ExecutorLostFailure"
                + " (executor 3 exited)");
    assertThat(SparkTrials.lastFailure(null)).isEqualTo("unknown");
  }
}
