package dev.carousel.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.train.Baseline;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
          List.of(
              new VariantResults("a", "lstm", 1234, List.of(done(1, 0.5, 2), done(2, 1.5, 4))),
              new VariantResults("b", "gru", 99, List.of(done(1, 12.25, 3), failed(2)))),
          List.of(new Baseline("naive", Map.of(Split.TEST, Map.of("mse", 2e-7)))));

  @Test
  void jsonIsAsPublished() {
    assertThat(Json.line(ResultsJson.write(RESULTS)))
        .startsWith(
            "{\"name\":\"toy\",\"variants\":[{\"name\":\"a\",\"cell\":\"lstm\",\"parameters\":1234,"
                + "\"trials\":[{\"seed\":1,\"status\":\"done\",\"metrics\":{\"train\":{\"mse\":0.25},"
                + "\"test\":{\"mse\":0.5,\"<b>\":null}},\"epochs\":7,\"bestEpoch\":5,\"seconds\":2.0},")
        .contains(
            "\"summary\":{\"test\":{\"mse\":{\"mean\":1.0,\"sd\":0.7071067811865476,\"ci95\":[-5.353",
            "\"<b>\":{\"mean\":null,\"sd\":null,\"ci95\":null,\"n\":2}",
            "{\"seed\":2,\"status\":\"failed\",\"reason\":\"loss is NaN, \\\"so\\\" it <stops>\","
                + "\"metrics\":{},\"epochs\":2,\"bestEpoch\":0,\"seconds\":1.0}",
            "\"summary\":{\"test\":{\"mse\":{\"mean\":12.25,\"sd\":null,\"ci95\":null,\"n\":1}")
        .endsWith(
            "\"baselines\":[{\"name\":\"naive\",\"metrics\":{\"test\":{\"mse\":2.0E-7}}}],"
                + "\"comparisons\":[]}");
  }

  @Test
  void jsonComesBack(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, Json.pretty(ResultsJson.write(RESULTS)));
    assertThat(ResultsJson.read(file)).isEqualTo(RESULTS);
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
            variant       test mse  test <b>  n  parameters  seconds
            --------------------------------------------------------
            a        1.000 ± 0.707         -  2        1234      3.0
            b                12.25         -  1          99      3.0
            naive        2.000e-07         -
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

  @Test
  void pageIsEscapedAndNeedsNothingElse() {
    assertThat(HtmlReport.write(RESULTS))
        .startsWith("<!DOCTYPE html>")
        .contains("test &lt;b&gt;", "loss is NaN, &quot;so&quot; it &lt;stops&gt;")
        .doesNotContain("<b>", "<stops>", "http", "src=", "href=");
    assertThat(HtmlReport.write(Map.of("one", RESULTS)))
        .contains("<td>one: a</td>")
        .doesNotContain("<b>");
  }
}
