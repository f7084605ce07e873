package dev.carousel.experiment.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorBoardFilesTest {
  private static final String FIRST =
      """
      {"variant":"lstm","seed":7,"epoch":1,"learningRate":0.5,"trainingLoss":2.25,\
      "valid":{"nll":1.5,"accuracy":0.25},"best":true,"tokens":600,"seconds":1.5}""";
  private static final String SECOND =
      """
      {"variant":"lstm","seed":7,"epoch":2,"learningRate":0.25,"trainingLoss":null,\
      "valid":{"nll":1.25,"accuracy":null},"best":true,"seconds":2}""";
  private static final String OTHER = FIRST.replace("\"seed\":7", "\"seed\":8,\"search\":3");

  @TempDir private Path run;
  private Instant now = Instant.ofEpochSecond(1000, 500_000_000);

  private TensorBoardFiles files() {
    return new TensorBoardFiles(run.resolve("tensorboard"), now());
  }

  private InstantSource now() {
    return () -> now;
  }

  private List<EventFileReader.Read> events(String trial) throws IOException {
    Path file = run.resolve("tensorboard").resolve(trial).resolve("events.out.tfevents.carousel");
    return EventFileReader.events(Files.readAllBytes(file));
  }

  private List<String> written() throws IOException {
    try (Stream<Path> paths = Files.walk(run.resolve("tensorboard"))) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> run.resolve("tensorboard").relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void anEpochIsAStep() throws IOException {
    files().epochEnded(Json.parse(FIRST, "first"));
    now = now.plusSeconds(2);
    files().epochEnded(Json.parse(SECOND, "second"));

    List<EventFileReader.Read> events = events("lstm-seed7");

    assertThat(events).hasSize(3);
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events).extracting(EventFileReader.Read::step).containsExactly(0L, 1L, 2L);
    assertThat(events)
        .extracting(EventFileReader.Read::wallTime)
        .containsExactly(1000.5, 1000.5, 1002.5);
    assertThat(events.get(1).scalars().toString())
        .isEqualTo(
            "{train/loss=2.25, train/learning_rate=0.5, train/tokens_per_second=400.0,"
                + " valid/nll=1.5, valid/accuracy=0.25}");
    assertThat(events.get(2).scalars().toString())
        .isEqualTo(
            "{train/loss=NaN, train/learning_rate=0.25, valid/nll=1.25, valid/accuracy=NaN}");
  }

  @Test
  void aTrialHasItsFolder() throws IOException {
    files().epochEnded(Json.parse(FIRST, "first"));
    files().epochEnded(Json.parse(OTHER, "other"));
    assertThat(written())
        .containsExactly(
            "lstm-search3-seed8/events.out.tfevents.carousel",
            "lstm-seed7/events.out.tfevents.carousel");
  }

  @Test
  void aContinuedRunHasEachPointOnce() throws IOException {
    Path metrics = Files.writeString(run.resolve("metrics.jsonl"), FIRST + "\n");
    files().epochEnded(Json.parse(FIRST, "first"));
    files().epochEnded(Json.parse(SECOND, "second"));
    files().epochEnded(Json.parse(OTHER, "other"));
    // Killed while writing: the file ends in a record. Of the trial and the other, little is kept.
    Path file = run.resolve("tensorboard/lstm-seed7/events.out.tfevents.carousel");
    byte[] half = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(half, half.length - 5));
    now = Instant.ofEpochSecond(5000);

    files().rebuild(metrics);
    now = Instant.ofEpochSecond(5010);
    files().epochEnded(Json.parse(SECOND, "second"));

    List<EventFileReader.Read> events = events("lstm-seed7");
    assertThat(events).extracting(EventFileReader.Read::step).containsExactly(0L, 1L, 2L);
    assertThat(events)
        .extracting(EventFileReader.Read::wallTime)
        .containsExactly(4998.5, 5000.0, 5010.0);
    assertThat(written()).containsExactly("lstm-seed7/events.out.tfevents.carousel");
  }

  @Test
  void rebuiltFilesHoldWhatTheLiveOnesDid() throws IOException {
    for (String line : List.of(FIRST, OTHER, SECOND)) {
      files().epochEnded(Json.parse(line, "line"));
    }
    List<EventFileReader.Read> live = events("lstm-seed7");
    Path metrics =
        Files.writeString(run.resolve("metrics.jsonl"), String.join("\n", FIRST, OTHER, SECOND));

    files().rebuild(metrics);

    assertThat(events("lstm-seed7"))
        .extracting(EventFileReader.Read::scalars)
        .containsExactlyElementsOf(live.stream().map(EventFileReader.Read::scalars).toList());
    assertThat(events("lstm-search3-seed8")).hasSize(2);
  }

  @Test
  void noMetricsGiveNoFiles() throws IOException {
    files().rebuild(run.resolve("metrics.jsonl"));
    assertThat(run).isEmptyDirectory();
    files().epochEnded(Json.parse(FIRST, "first"));
    files().rebuild(run.resolve("metrics.jsonl"));
    assertThat(written()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"vari                    | , line 2 is not JSON
          {"variant":"a"}           | , line 2 is not an epoch's: it has no 'trainingLoss'
          """)
  void aLineOfSomethingElseIsTold(String line, String message) throws IOException {
    Path metrics = Files.writeString(run.resolve("metrics.jsonl"), FIRST + "\n" + line + "\n");
    assertThatThrownBy(() -> files().rebuild(metrics))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(metrics + message);
  }

  @Test
  void aTextInPlaceOfANumberIsTold() throws IOException {
    Path metrics =
        Files.writeString(run.resolve("metrics.jsonl"), FIRST.replace("2.25", "\"much\""));
    assertThatThrownBy(() -> files().rebuild(metrics))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(metrics + ", line 1 is not an epoch's: ");
  }
}
