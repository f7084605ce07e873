package dev.carousel.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.json.Json;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class ReportTest {
  private static TrialResult done(long seed, double mse, double seconds) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("mse", mse);
    metrics.put("<b>", Double.NaN);
    return new TrialResult(
        seed,
        Optional.empty(),
        Map.of(Split.TRAIN, Map.of("mse", mse / 2), Split.TEST, metrics),
        7,
        5,
        seconds);
  }

  private static TrialResult failed(long seed) {
    return new TrialResult(seed, Optional.of("loss is NaN, \"so\" it <stops>"), Map.of(), 2, 0, 1);
  }

  private static final Results RESULTS =
      new Results(
          "toy",
          List.of(new Metric("mse", true), new Metric("<b>", true)),
          Match.UNITS,
          Optional.empty(),
          List.of(
              new VariantResults(
                  "a",
                  "lstm",
                  new Size(16, 1234, 2468.5),
                  List.of(done(1, 0.5, 2), done(2, 1.5, 4)),
                  Optional.of(
                      new SearchResults(
                          List.of(
                              new SearchTrial(
                                  1,
                                  Map.of("training.epochs", JsonNodeFactory.instance.numberNode(9)),
                                  SearchTrial.Status.STOPPED,
                                  done(0, 0.25, 1))),
                          OptionalInt.of(1)))),
              new VariantResults(
                  "b",
                  "gru",
                  new Size(4, 99, 200),
                  List.of(done(1, 12.25, 3), failed(2)),
                  Optional.empty())),
          List.of(new Baseline("naive", Map.of(Split.TEST, Map.of("mse", 2e-7)))),
          List.of(
              new Confound(
                  "units",
                  new TreeMap<>(
                      Map.of(
                          "a",
                          JsonNodeFactory.instance.numberNode(16),
                          "b",
                          JsonNodeFactory.instance.numberNode(4))),
                  false)));

  @Test
  void jsonIsAsPublished() {
    assertThat(Json.line(ResultsJson.write(RESULTS)))
        .startsWith(
            "{\"name\":\"toy\",\"metrics\":[{\"name\":\"mse\",\"lowerIsBetter\":true},"
                + "{\"name\":\"<b>\",\"lowerIsBetter\":true}],\"match\":\"units\",\"against\":null,"
                + "\"variants\":[{\"name\":\"a\",\"cell\":\"lstm\",\"parameters\":1234,"
                + "\"units\":16,\"flops\":2468.5,"
                + "\"trials\":[{\"seed\":1,\"status\":\"done\",\"metrics\":{\"train\":{\"mse\":0.25},"
                + "\"test\":{\"mse\":0.5,\"<b>\":null}},\"epochs\":7,\"bestEpoch\":5,\"seconds\":2.0},")
        .contains(
            "\"summary\":{\"test\":{\"mse\":{\"mean\":1.0,\"sd\":0.7071067811865476,\"ci95\":[-5.353",
            "\"<b>\":{\"mean\":null,\"sd\":null,\"ci95\":null,\"n\":2}",
            "{\"seed\":2,\"status\":\"failed\",\"reason\":\"loss is NaN, \\\"so\\\" it <stops>\","
                + "\"metrics\":{},\"epochs\":2,\"bestEpoch\":0,\"seconds\":1.0}",
            "\"summary\":{\"test\":{\"mse\":{\"mean\":12.25,\"sd\":null,\"ci95\":null,\"n\":1}")
        .contains(
            "\"search\":{\"trials\":[{\"number\":1,\"set\":{\"training.epochs\":9},\"seed\":0,"
                + "\"status\":\"stopped\",",
            "\"chosen\":{\"number\":1,\"set\":{\"training.epochs\":9}}}",
            "\"importance\":{\"note\":\"not computed: 1 search trials; at least 10 are needed\","
                + "\"paths\":{}}",
            "\"baselines\":[{\"name\":\"naive\",\"metrics\":{\"test\":{\"mse\":2.0E-7}}}],"
                + "\"comparisons\":[{\"metric\":\"mse\",\"variant\":\"b\",\"against\":\"a\",\"n\":1,"
                + "\"difference\":{\"mean\":11.75,\"sd\":null,\"ci95\":null},\"effectSize\":null,"
                + "\"p\":null,\"pHolm\":null,\"improvement\":0.0,\"note\":\"no p-value: 1 seed is"
                + " measured in both; at least 3 are needed; 1 of 2 seeds are not done in both and"
                + " left out\"}")
        .endsWith(
            "\"confounds\":[{\"what\":\"units\",\"values\":{\"a\":16,\"b\":4},"
                + "\"ofTheMeasure\":false}]}");
  }

  @Test
  void jsonComesBack(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("results.json");
    String text = Json.pretty(ResultsJson.write(RESULTS));
    Files.writeString(file, text);
    Results read = ResultsJson.read(file);
    assertThat(Json.pretty(ResultsJson.write(read))).isEqualTo(text);
    assertThat(read.variants()).isEqualTo(RESULTS.variants());
  }

  @Test
  void otherJsonIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, "{\"variants\": 3}");
    assertThatThrownBy(() -> ResultsJson.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + " does not hold the results of a run: ");
  }

  @Test
  void csvHasARowATrial() {
    assertThat(ResultsCsv.write(RESULTS))
        .isEqualTo(
            """
            variant,cell,parameters,seed,status,epochs,seconds,train_mse,test_mse,test_<b>,reason
            a,lstm,1234,1,done,7,2.0,0.25,0.5,,
            a,lstm,1234,2,done,7,4.0,0.75,1.5,,
            b,gru,99,1,done,7,3.0,6.125,12.25,,
            b,gru,99,2,failed,2,1.0,,,,"loss is NaN, ""so"" it <stops>"
            """);
  }

  @Test
  void tableIsAligned() {
    assertThat(ComparisonTable.of(RESULTS).text())
        .isEqualTo(
            """
            variant       test mse  test <b>  n  units  parameters  seconds
            ---------------------------------------------------------------
            a        1.000 ± 0.707         -  2     16        1234      3.0
            b                12.25         -  1      4          99      3.0
            naive        2.000e-07         -
            """);
  }

  @Test
  void differencesSayWhatIsMissing() {
    assertThat(DifferenceTable.text(RESULTS))
        .isEqualTo(
            """
            test mse, differences on equal seeds (less is better)

            difference   mean  95 %  n  p (Holm)  effect  P(better)
            -------------------------------------------------------
            b - a       11.75     -  1         -       -       0.00
            b - a: no p-value: 1 seed is measured in both; at least 3 are needed; 1 of 2 seeds are not done in both and left out
            """);
  }

  @Test
  void wideTableGoesOnBelow() {
    List<String> header = new ArrayList<>(List.of("variant"));
    header.addAll(Collections.nCopies(12, "a metric"));
    List<List<String>> rows = List.of(Collections.nCopies(13, "x"));
    String text = new Table(header, rows, 1).text();
    assertThat(text.lines()).allMatch(line -> line.length() <= 100).hasSize(7);
    assertThat(text.lines().filter(line -> line.startsWith("variant"))).hasSize(2);
  }
}
