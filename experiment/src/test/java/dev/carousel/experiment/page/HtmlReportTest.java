package dev.carousel.experiment.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Module;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.Main;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.plugin.NamedTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page without a browser: what is in it, and what is not. */
class HtmlReportTest {
  private static final NamedTypes NAMES = Main.namedTypes(ServiceLoader.load(Module.class));
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>");

  @TempDir private Path folder;

  private static String page(RunFiles... runs) {
    return new HtmlReport(NAMES).write(List.of(runs));
  }

  private static JsonNode data(String page) {
    Matcher data = DATA.matcher(page);
    assertThat(data.find()).isTrue();
    return Json.parse(data.group(1), "the page's data");
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void holdsTheRunAndTheLicence() throws IOException {
    String page = page(RunFiles.read(SampleRun.usual().write(folder)));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains(
            "<title>music-comparison</title>",
            "Licensed to the Apache Software Foundation",
            "Mike Bostock");
    JsonNode run = data(page).get(0);
    assertThat(run.at("/variants/1/summary/test/nll/n").intValue()).isEqualTo(4);
    // Three pairs, two metrics.
    assertThat(run.at("/comparisons")).hasSize(6);
    assertThat(run.at("/cells/1/latex/4").stringValue())
        .isEqualTo("c_t = f_t \\circ c_{t-1} + i_t \\circ g_t");
    assertThat(run.at("/cells/1/arrows/0").toString())
        .isEqualTo("{\"from\":\"x_t\",\"to\":\"i_t\",\"weights\":[\"W_i\"]}");
    assertThat(run.at("/environment/kernels").stringValue()).isEqualTo("simd");
    // A trial a curve; lines of the search are in none.
    assertThat(run.get("curves")).hasSize(15);
    assertThat(run.at("/curves/0/epoch")).hasSize(40);
    assertThat(run.at("/curves/0/tokens").intValue()).isEqualTo(40 * 12_400);
  }

  /** All but the library's script. */
  private static String withoutCharts(String page) {
    int charts = page.indexOf("<script>");
    return page.substring(0, charts) + page.substring(page.indexOf("</script>", charts));
  }

  @Test
  void loadsNothing() throws IOException {
    String page = page(RunFiles.read(SampleRun.usual().write(folder)));
    assertThat(page).contains("default-src 'none'");
    String ours = withoutCharts(page);
    assertThat(ours)
        .doesNotContainPattern("(?i)(src|href|action|data)\\s*=\\s*[\"']?\\s*(https?:|//)")
        .doesNotContainPattern(
            "(?i)url\\((?!#)|@import|fetch\\(|XMLHttpRequest|WebSocket|innerHTML");
    // The two are names of namespaces.
    assertThat(ours.replaceAll("http://www.w3.org/(2000/svg|1998/Math/MathML)", ""))
        .doesNotContain("http://", "https://");
  }

  @Test
  void dataCannotLeaveTheirElement() throws IOException {
    String hostile = "</script><img src=x onerror=alert(1)><!--\u2028&amp;";
    SampleRun run =
        SampleRun.usual().named(hostile, List.of(new SampleRun.Variant(hostile, "lstm", 8)));
    String page = page(RunFiles.read(run.write(folder)));
    // Charts, data and script, and no other.
    assertThat(count(page, "</script")).isEqualTo(3);
    assertThat(withoutCharts(page))
        .doesNotContain("<img")
        .contains("<title>&lt;/script&gt;&lt;img");
    // A line separator ends a line in scripts of old.
    assertThat(page.substring(page.indexOf("id=\"data\""))).doesNotContain("\u2028");
    assertThat(data(page).at("/0/variants/0/name").stringValue()).isEqualTo(hostile);
  }

  @Test
  void templatesInDataStayTexts() throws IOException {
    SampleRun run =
        SampleRun.usual().bare().named("{{script}} $1 \\", SampleRun.usual().variants());
    String page = page(RunFiles.read(run.write(folder)));
    assertThat(page).contains("<title>{{script}} $1 \\</title>");
    assertThat(data(page).at("/0/name").stringValue()).isEqualTo("{{script}} $1 \\");
  }

  @Test
  void resultsAloneAreEnough() throws IOException {
    SampleRun.usual().write(folder);
    for (String name : List.of("experiment.json", "environment.json", "metrics.jsonl")) {
      Files.delete(folder.resolve(name));
    }
    for (String name : List.of("traces", "exhibits")) {
      try (Stream<Path> files = Files.list(folder.resolve(name))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    JsonNode run = data(page(RunFiles.read(folder))).get(0);
    assertThat(run.get("curves")).isEmpty();
    assertThat(run.get("traces")).isEmpty();
    assertThat(run.get("exhibits")).isEmpty();
    assertThat(run.has("cells") || run.has("experiment") || run.has("environment")).isFalse();
  }

  @Test
  void plugInsThatAreAbsentAreSaid() throws IOException {
    RunFiles run = RunFiles.read(SampleRun.usual().write(folder));
    JsonNode cells = data(new HtmlReport(ToyModule.NAMES).write(run)).at("/0/cells");
    // The toy module's cells have other keys than the sample's.
    assertThat(
            cells.isArray() || cells.get("absent").stringValue().startsWith("The plug-ins present"))
        .isTrue();
  }

  @Test
  void runsAreNeverMixed() throws IOException {
    RunFiles one = RunFiles.read(SampleRun.usual().bare().write(folder.resolve("one")));
    RunFiles two = RunFiles.read(SampleRun.usual().bare().write(folder.resolve("two")));
    String page = page(one, two);
    assertThat(page).contains("<title>Comparison of 2 runs</title>");
    assertThat(data(page)).hasSize(2);
    assertThatThrownBy(() -> page(one, two, one))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "run '" + folder.resolve("one") + "' is given twice; a report shows each run once");
  }

  @Test
  void linesThatAreCutOffAreNoted() throws IOException {
    SampleRun.usual().write(folder);
    Path metrics = folder.resolve("metrics.jsonl");
    int whole = RunFiles.read(folder).epochs().size();
    Files.writeString(metrics, "{\"variant\": \"ls", StandardOpenOption.APPEND);
    RunFiles run = RunFiles.read(folder);
    assertThat(run.epochs()).hasSize(whole);
    assertThat(run.notes())
        .containsExactly("The last line of metrics.jsonl is cut off and was left out.");
    Files.writeString(metrics, "\n{}\n", StandardOpenOption.APPEND);
    int cut = Files.readAllLines(metrics).size() - 1;
    assertThatThrownBy(() -> RunFiles.read(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(metrics + ", line " + cut + " is not JSON; remove it, or the whole file");
    Files.writeString(metrics, "{\"variant\": \"lstm\", \"epoch\": 1}\n");
    assertThatThrownBy(() -> RunFiles.read(folder))
        .hasMessage(metrics + ", line 1 is not an epoch: it needs variant, seed and epoch");
  }

  @Test
  void foldersOfNoRunAreRefused() {
    assertThatThrownBy(() -> RunFiles.read(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("'" + folder + "' is not the folder of a run: it has no results.json");
  }

  @Test
  void epochsRunAgainReplaceWhatWasBefore() {
    List<JsonNode> lines = new ArrayList<>();
    for (String epoch :
        List.of(
            "1, \"trainingLoss\": 5",
            "2, \"trainingLoss\": 4",
            "3, \"trainingLoss\": 3",
            "2, \"trainingLoss\": 4.5")) {
      lines.add(
          Json.parse(
              "{\"variant\": \"a\", \"seed\": 1, \"seconds\": 0.5, \"epoch\": " + epoch + "}",
              "line"));
    }
    JsonNode curve = Curves.of(lines).get(0);
    assertThat(curve.get("epoch").toString()).isEqualTo("[1,2]");
    assertThat(curve.get("trainingLoss").toString()).isEqualTo("[5,4.5]");
    assertThat(curve.get("seconds").toString()).isEqualTo("[0.5,1]");
    assertThat(curve.has("tokens")).isFalse();
  }

  @Test
  void tracesOfOtherThingsAreRefused() throws IOException {
    SampleRun.usual().bare().write(folder);
    Path trace =
        Files.writeString(folder.resolve("traces/lstm-seed1.json"), "{\"variant\": \"a\"}");
    RunFiles run = RunFiles.read(folder);
    assertThatThrownBy(() -> page(run))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(trace + " does not hold a trace: ");
  }

  @Test
  void exhibitsOfOtherThingsAreRefused() throws IOException {
    SampleRun.usual().bare().write(folder);
    Path file = folder.resolve("exhibits/lstm-seed1.json");
    String exhibit =
        "{\"variant\": \"a\", \"seed\": 1, \"exhibits\": [{\"type\": \"chart\", \"title\": \"t\","
            + " \"caption\": \"c\", \"x\": {\"type\": \"times\", \"name\": \"t\", \"zone\": \"UTC\"},"
            + " \"y\": {\"name\": \"y\"}, \"lines\": [{\"name\": \"l\", \"provenance\": \"data\","
            + " \"x\": [1, 2], \"y\": [1, null]}], \"bands\": [], \"marks\": []}]}";
    Files.writeString(file, exhibit);
    assertThat(data(page(RunFiles.read(folder))).at("/0/exhibits/0/exhibits/0/lines/0").toString())
        .isEqualTo("{\"name\":\"l\",\"x\":[1,2],\"y\":[1,null],\"provenance\":\"data\"}");
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("\"chart\"", "\"map\" | an exhibit of the unknown type 'map'");
    wrong.put("\"data\"", "\"dream\" | the unknown provenance 'dream'");
    wrong.put("[1, 2]", "[1] | 'l' has 1 x and 2 y");
    wrong.put("[1, 2], ", "[1, \"b\"], | x is \"b\", which is no number");
    wrong.put("\"UTC\"", "\"Mars/North\" | Unknown time-zone ID: Mars/North");
    wrong.put("\"marks\"", "\"remarks\" | ");
    refused(file, exhibit, wrong);
  }

  /** Each part of exhibits, replaced by something else, is refused with a message. */
  private void refused(Path file, String exhibits, Map<String, String> wrong) {
    wrong.forEach(
        (part, other) -> {
          String[] replaced = other.split(" \\| ", 2);
          String text = exhibits.replace(part, replaced[0]);
          assertThatThrownBy(
                  () -> {
                    Files.writeString(file, text);
                    page(RunFiles.read(folder));
                  })
              .isInstanceOf(InvalidDataException.class)
              .hasMessageStartingWith(file + " does not hold exhibits: " + replaced[1]);
        });
  }

  @Test
  void heatMapsAreABytePerNumber() throws IOException {
    SampleRun.usual().bare().write(folder);
    Path file = folder.resolve("exhibits/lstm-seed1.json");
    String exhibit =
        "{\"variant\": \"a\", \"seed\": 1, \"exhibits\": [{\"type\": \"heat-map\","
            + " \"title\": \"t\", \"caption\": \"c\", \"x\": {\"type\": \"numbers\","
            + " \"name\": \"s\"}, \"from\": 0, \"to\": 1.5, \"y\": {\"name\": \"band\"},"
            + " \"value\": {\"name\": \"nats\"}, \"columns\": [[1, 2], [3, null]],"
            + " \"strips\": [{\"name\": \"found\", \"spans\": [{\"text\": \"a\","
            + " \"from\": 0, \"to\": 0.5}]}]}]}";
    Files.writeString(file, exhibit);
    assertThat(data(page(RunFiles.read(folder))).at("/0/exhibits/0/exhibits/0").toString())
        .isEqualTo(
            "{\"x\":{\"name\":\"s\"},\"y\":{\"name\":\"band\"},\"value\":{\"name\":"
                + "\"nats\"},\"from\":0,\"to\":1.5,\"map\":{\"steps\":2,\"units\":2,"
                + "\"min\":1,\"max\":3,\"bytes\":\"AH/+/w==\"},\"strips\":[{\"name\":"
                + "\"found\",\"spans\":[{\"text\":\"a\",\"from\":0,\"to\":0.5}]}],"
                + "\"type\":\"heat-map\",\"title\":\"t\",\"caption\":\"c\"}");
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("[3, null]", "[3] | row 1 has 1 numbers and row 0 has 2");
    wrong.put("1.5", "\"b\" | x is \"b\", which is no number");
    wrong.put("\"spans\"", "\"spins\" | ");
    refused(file, exhibit, wrong);
  }

  @Test
  void picturesOfOtherThingsAreRefused() throws IOException {
    SampleRun.usual().bare().write(folder);
    Path file = folder.resolve("exhibits/lstm-seed1.json");
    String shown =
        "{\"answer\":\"it\",\"pictures\":[\"AAAA\",\"AAA=\"],"
            + "\"looks\":[{\"part\":\"it\",\"weights\":[0.25,0.75]}],"
            + "\"type\":\"pictures\",\"title\":\"t\",\"caption\":\"c\"}";
    String exhibit = "{\"variant\": \"a\", \"seed\": 1, \"exhibits\": [" + shown + "]}";
    Files.writeString(file, exhibit);
    assertThat(data(page(RunFiles.read(folder))).at("/0/exhibits/0/exhibits/0").toString())
        .isEqualTo(shown);
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("\"AAAA\"", "\"A\\\" onerror=\" | Illegal base64 character");
    wrong.put("\"AAAA\",", " | 'it' has 2 weights for 1 pictures");
    wrong.put("0.25", "\"all\" | a weight is \"all\", which is no number");
    wrong.put("\"answer\"", "\"question\" | ");
    refused(file, exhibit, wrong);
  }

  @Test
  void textsOfOtherThingsAreRefused() throws IOException {
    SampleRun.usual().bare().write(folder);
    Path file = folder.resolve("exhibits/lstm-seed1.json");
    String shown =
        "{\"columns\":[{\"name\":\"n\",\"provenance\":\"model\"}],"
            + "\"rows\":[[\"one\"],[\"two\"]],"
            + "\"type\":\"texts\",\"title\":\"t\",\"caption\":\"c\"}";
    String exhibit = "{\"variant\": \"a\", \"seed\": 1, \"exhibits\": [" + shown + "]}";
    Files.writeString(file, exhibit);
    assertThat(data(page(RunFiles.read(folder))).at("/0/exhibits/0/exhibits/0").toString())
        .isEqualTo(shown);
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("[\"one\"]", "[\"one\", \"more\"] | a row has 2 texts for 1 columns");
    wrong.put("\"model\"", "\"nobody\" | the unknown provenance 'nobody'");
    wrong.put("\"two\"", "2 | ");
    refused(file, exhibit, wrong);
  }

  @Test
  void picturesTakeAsMuchOfThePageAsTheyAreLong() throws IOException {
    Path file = folder.resolve("lstm-seed1.json");
    Files.writeString(
        file,
        "{\"variant\": \"a\", \"seed\": 1, \"exhibits\": [{\"type\": \"pictures\", \"title\": \"t\","
            + " \"caption\": \"c\", \"answer\": \"it\", \"pictures\": [\"%s\", \"%s\"],"
                .formatted("A".repeat(400), "B".repeat(400))
            + " \"looks\": [{\"part\": \"it\", \"weights\": [0, 1]}]}]}");
    // 2 weights, and 800 bytes, of which a point of a chart takes 40.
    assertThat(Exhibits.read(List.of(file), 22).notes()).isEmpty();
    assertThat(Exhibits.read(List.of(file), 21).notes()).hasSize(1);
  }

  @Test
  void timesAreThoseOfTheClocksOfTheirZone() throws IOException {
    RunFiles run = RunFiles.read(SampleRun.usual().write(folder));
    JsonNode x = data(page(run)).at("/0/exhibits/0/exhibits/0/lines/0/x");
    LocalDateTime evening = LocalDateTime.of(2023, 10, 28, 20, 0);
    for (int hour = 0; hour < 30; hour++) {
      // Clocks go back at 3 o'clock to 2 o'clock.
      LocalDateTime shown = evening.plusHours(hour < 7 ? hour : hour - 1);
      assertThat(x.get(hour).longValue()).isEqualTo(shown.toInstant(ZoneOffset.UTC).toEpochMilli());
    }
  }

  @Test
  void whatIsFirstIsShownWhereThereIsTooMuch() throws IOException {
    List<Path> files = RunFiles.read(SampleRun.usual().write(folder)).exhibits();
    // Three variants: 30 + 12 + 12 + 12 + 12 points of a forecast, 7 x 12 of errors, 2 x 20, and
    // 60 x 20 colours, which are as large as 40 points.
    int all = 3 * (78 + 84 + 40 + 40);
    assertThat(Exhibits.read(files, all).notes()).isEmpty();
    assertThat(Exhibits.read(files, all).json().get(2).get("exhibits")).hasSize(4);
    Exhibits fewer = Exhibits.read(files, all - 1);
    assertThat(fewer.notes())
        .containsExactly(
            "To keep this page small, the first 3 of 4 are here; the run's folder has all of"
                + " them.");
    for (JsonNode trial : fewer.json()) {
      assertThat(trial.get("exhibits")).hasSize(3);
    }
  }

  @Test
  void largeTracesAreThinnedAndThePageStaysSmall() throws IOException {
    List<SampleRun.Variant> nine = new ArrayList<>();
    for (int v = 0; v < 9; v++) {
      nine.add(new SampleRun.Variant("variant-" + v, "lstm", 8 + 0.1 * v));
    }
    SampleRun run = new SampleRun("large", nine, 5, 100, true, true, 100, 400);
    RunFiles files = RunFiles.read(run.write(folder));
    String page = page(files);
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(6_000_000);
    JsonNode map = data(page).at("/0/traces/0/layers/0/values/0/map");
    // 9 traces of 6 values are 2.16 million numbers, so every second unit goes.
    assertThat(map.get("unitStride").intValue()).isEqualTo(2);
    assertThat(map.get("stepStride").intValue()).isEqualTo(1);
    assertThat(map.get("units").intValue()).isEqualTo(50);
    assertThat(map.get("steps").intValue()).isEqualTo(400);
  }

  @Test
  void otherSeedsGoBeforeNeighboursDo() throws IOException {
    SampleRun.usual().write(folder);
    Path first = folder.resolve("traces/trace-1-seed11.json");
    String text = Files.readString(first);
    Files.writeString(
        folder.resolve("traces/trace-1-seed12.json"), text.replace("\"seed\":11", "\"seed\":12"));
    List<Path> files = RunFiles.read(folder).traces();
    // 24 units, 60 steps; 1 + 6 + 6 + 4 values with the second seed, 11 without.
    Traces all = Traces.read(files, 17 * 24 * 60);
    assertThat(all.notes()).isEmpty();
    Traces fewer = Traces.read(files, 17 * 24 * 60 - 1);
    assertThat(fewer.notes())
        .containsExactly(
            "To keep this page small, there are heat maps of each variant's first seed only.");
    assertThat(fewer.json()).hasSize(4);
    assertThat(fewer.json().get(1).at("/layers/0/values/0").has("map")).isTrue();
    assertThat(fewer.json().get(2).get("seed").intValue()).isEqualTo(12);
    assertThat(fewer.json().get(2).at("/layers/0/values/0").has("map")).isFalse();
    assertThat(fewer.json().get(2).at("/layers/0/values/0/mean").isNumber()).isTrue();
    assertThat(fewer.json().get(1).at("/layers/0/jacobian/h/singularValues/0").toString())
        .isEqualTo("[1,0.080128,0.041667]");
  }
}
