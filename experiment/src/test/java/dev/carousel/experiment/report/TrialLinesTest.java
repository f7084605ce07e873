package dev.carousel.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.json.Json;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class TrialLinesTest {
  @TempDir private Path folder;

  private static TrialResult trial(long seed, int epochs) {
    Map<Split, Map<String, Double>> metrics = Map.of(Split.TEST, Map.of("mse", seed + 0.5));
    return new TrialResult(seed, Optional.empty(), metrics, epochs, 1, 0.25);
  }

  private static SearchTrial searched(int number, SearchTrial.Status status, int epochs) {
    return new SearchTrial(number, Map.of(), status, trial(-number, epochs));
  }

  private static Results results(List<TrialResult> trials, List<SearchTrial> searched) {
    return new Results(
        "toy",
        List.of(new Metric("mse", true)),
        Match.UNITS,
        Optional.empty(),
        List.of(
            new VariantResults("other", "gru", new Size(4, 50, 100), List.of(), Optional.empty()),
            new VariantResults(
                "größer",
                "lstm",
                new Size(8, 100, 200),
                trials,
                Optional.of(new SearchResults(searched, OptionalInt.empty())))),
        List.of(),
        List.of());
  }

  private Results read(Results earlier, String lines) throws IOException {
    Files.writeString(folder.resolve("results.json"), Json.pretty(ResultsJson.write(earlier)));
    Files.writeString(folder.resolve("results.jsonl"), lines);
    return ResultsJson.read(folder.resolve("results.json"));
  }

  private static String lines(ObjectNode... lines) {
    StringBuilder text = new StringBuilder();
    for (ObjectNode line : lines) {
      text.append(Json.line(line)).append('\n');
    }
    return text.toString();
  }

  @Test
  void trialsStandInTheirPlacesAndTheLastLineOfEachHolds() throws IOException {
    Results earlier =
        results(
            List.of(trial(2, 5), trial(4, 5)), List.of(searched(2, SearchTrial.Status.PAUSED, 1)));

    Results read =
        read(
            earlier,
            lines(
                TrialLines.line("größer", trial(3, 6)),
                TrialLines.line("größer", searched(3, SearchTrial.Status.PAUSED, 1)),
                TrialLines.line("größer", searched(2, SearchTrial.Status.DONE, 4)),
                TrialLines.line("größer", trial(1, 7)),
                TrialLines.line("größer", trial(5, 8)),
                TrialLines.line("größer", searched(3, SearchTrial.Status.STOPPED, 2)),
                TrialLines.line("größer", trial(4, 9))));

    assertThat(read)
        .isEqualTo(
            results(
                List.of(trial(1, 7), trial(2, 5), trial(3, 6), trial(4, 9), trial(5, 8)),
                List.of(
                    searched(2, SearchTrial.Status.DONE, 4),
                    searched(3, SearchTrial.Status.STOPPED, 2))));
  }

  @Test
  void aLineThatAKilledProcessLeftHalfIsLeftOut() throws IOException {
    Results earlier = results(List.of(), List.of());
    String whole = lines(TrialLines.line("größer", trial(3, 6)));
    String half = lines(TrialLines.line("größer", trial(4, 6)));
    List<Integer> known = new ArrayList<>();
    for (int end = 0; end < half.length(); end++) {
      Results read = read(earlier, whole + half.substring(0, end));
      known.add(read.variants().get(1).trials().size());
    }

    assertThat(known).containsOnly(1);
    assertThat(read(earlier, whole + half).variants().get(1).trials()).hasSize(2);
  }

  @Test
  void aLineOfSomethingElseIsNamed() {
    Results earlier = results(List.of(), List.of());
    String whole = lines(TrialLines.line("größer", trial(3, 6)));
    String place = folder.resolve("results.jsonl") + ", line 2, ";

    assertThatThrownBy(() -> read(earlier, whole + lines(TrialLines.line("kleiner", trial(3, 6)))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            place
                + "holds no trial of results.json beside it (there is no variant 'kleiner'); delete"
                + " the line to run its trial again");
    assertThatThrownBy(() -> read(earlier, whole + "{\"variant\": \"other\", \"search\": {}}\n"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(place + "holds no trial of results.json beside it (");
    assertThatThrownBy(() -> read(earlier, whole + "{\"variant\"\n"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(place + "holds no trial of results.json beside it (")
        .hasMessageEndingWith("; delete the line to run its trial again");
  }
}
