package dev.carousel.experiment.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.inject.Module;
import dev.carousel.cell.Cell;
import dev.carousel.exhibit.AttendedPictures;
import dev.carousel.exhibit.Picture;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.experiment.Main;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.ExhibitsJson;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Looks at reports in Chromium, and uses them. Pictures stay in target/report-pictures. */
class BrowserTest {
  private static final NamedTypes NAMES = Main.namedTypes(ServiceLoader.load(Module.class));
  private static final Path PICTURES = Path.of("target", "report-pictures");

  @TempDir private Path folder;
  // Not a @TempDir, for which the browser's links to its own lock are a cause for warnings.
  private static Path profile;
  private static Chromium browser;

  @BeforeAll
  static void startBrowser() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "there is no Chromium on the PATH to look at reports with");
    Files.createDirectories(PICTURES);
    profile = Files.createTempDirectory("carousel-chromium");
    browser = Chromium.start(program.get(), profile);
  }

  @AfterAll
  static void stopBrowser() throws IOException {
    if (browser != null) {
      browser.close();
      try (Stream<Path> files = Files.walk(profile)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @AfterEach
  void nothingWentWrong() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
  }

  private Path page(SampleRun... runs) throws Exception {
    List<RunFiles> files = new ArrayList<>();
    for (int i = 0; i < runs.length; i++) {
      files.add(RunFiles.read(runs[i].write(folder.resolve("run-" + i))));
    }
    return Files.writeString(folder.resolve("report.html"), new HtmlReport(NAMES).write(files));
  }

  /** How many charts there are, those that show nothing, and what sticks out sideways. */
  private static JsonNode look() throws Exception {
    return browser.evaluate(
        """
        (() => {
          const drawn = (plot) => {
            const canvas = plot.querySelector("canvas");
            if (canvas) {
              // A copy, so that reading does not slow the original down, of which Chromium would warn.
              const copy = new OffscreenCanvas(canvas.width, canvas.height)
                .getContext("2d", {willReadFrequently: true});
              copy.drawImage(canvas, 0, 0);
              return copy.getImageData(0, 0, canvas.width, canvas.height).data.some((b) => b !== 0);
            }
            const shapes = plot.querySelectorAll("svg path");
            return shapes.length > 4 && plot.querySelector("svg").clientWidth > 100
              && !/NaN|Infinity/.test(plot.innerHTML);
          };
          const plots = [...document.querySelectorAll(".plot")];
          return {
            charts: plots.length,
            empty: plots.filter((p) => !drawn(p)).map((p) => p.getAttribute("aria-label")),
            unnamed: plots.filter((p) => p.getAttribute("aria-label").length < 40).length,
            sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            theme: document.documentElement.dataset.theme,
            page: getComputedStyle(document.body).backgroundColor,
          };
        })()
        """);
  }

  private static void assertDrawn(int charts) throws Exception {
    JsonNode seen = look();
    assertThat(seen.get("charts").intValue()).isEqualTo(charts);
    assertThat(seen.get("empty")).isEmpty();
    assertThat(seen.get("unnamed").intValue()).isZero();
    assertThat(seen.get("sideways").intValue()).isLessThanOrEqualTo(0);
  }

  /**
   * Has every chart tell of the first and last point of each series, as it does when pointed at.
   */
  private static int pointAtEverything() throws Exception {
    return browser
        .evaluate(
            """
            (() => {
              let told = 0;
              for (const plot of document.querySelectorAll(".plot")) {
                const chart = echarts.getInstanceByDom(plot);
                chart.getOption().series.forEach((series, seriesIndex) => {
                  if (series.silent) return;
                  for (const dataIndex of [0, series.data.length - 1]) {
                    chart.dispatchAction({type: "showTip", seriesIndex, dataIndex});
                    const tip = plot.querySelector(".tip");
                    if (tip && /undefined|NaN|\\[object/.test(tip.textContent)) {
                      throw new Error(plot.getAttribute("aria-label") + ": " + tip.textContent);
                    }
                    told += tip ? 1 : 0;
                  }
                });
                chart.dispatchAction({type: "hideTip"});
              }
              return told;
            })()
            """)
        .intValue();
  }

  /** Uses everything that can be used, and looks after each. The number of things used. */
  private static int useEverything(int charts) throws Exception {
    int used = 0;
    // What is opened may hold more to open.
    while (browser
        .evaluate(
            """
            (() => {
              const closed = document.querySelector("details:not([open]) > summary");
              if (closed) closed.click();
              return Boolean(closed);
            })()
            """)
        .booleanValue()) {
      used++;
    }
    // Switches make others anew, so they are counted and found by name and value.
    JsonNode radios =
        browser.evaluate(
            """
            [...document.querySelectorAll("input[type=radio], option")].length
            """);
    for (int i = 0; i < radios.intValue(); i++) {
      boolean there =
          browser
              .evaluate(
                  """
                  (() => {
                    const one = [...document.querySelectorAll("input[type=radio], option")][%d];
                    if (!one) return false;
                    if (one.localName === "option") {
                      one.parentElement.value = one.value;
                      one.parentElement.dispatchEvent(new Event("change"));
                    } else {
                      one.click();
                    }
                    return true;
                  })()
                  """
                      .formatted(i))
              .booleanValue();
      if (there) {
        used++;
        assertDrawn(charts);
        pointAtEverything();
      }
    }
    return used;
  }

  @Test
  void reportIsDrawnAndCanBeUsed() throws Exception {
    browser.show(1200, 900, false);
    browser.open(page(SampleRun.usual()));
    assertDrawn(12);
    assertThat(look().get("page").stringValue()).isEqualTo("rgb(255, 255, 255)");
    browser.screenshot(PICTURES.resolve("light.png"));
    assertThat(pointAtEverything()).isGreaterThan(30);
    // 10 sections' worth of switches: 3 themes, quantities, axes, metrics, costs, values.
    assertThat(useEverything(12)).isGreaterThan(40);
    assertThat(browser.evaluate("document.querySelectorAll('.flow svg rect').length").intValue())
        .isGreaterThan(15);
    assertThat(browser.evaluate("document.querySelectorAll('pre.plain').length").intValue())
        .isZero();
    browser.screenshot(PICTURES.resolve("opened.png"));
  }

  @Test
  void darkAndPhone() throws Exception {
    Path page = page(SampleRun.usual());
    browser.show(1200, 900, true);
    browser.open(page);
    assertDrawn(12);
    assertThat(look().get("page").stringValue()).isEqualTo("rgb(20, 23, 26)");
    browser.screenshot(PICTURES.resolve("dark.png"));
    browser.show(390, 844, false);
    browser.open(page);
    assertDrawn(12);
    browser.screenshot(PICTURES.resolve("phone.png"));
    assertThat(useEverything(12)).isGreaterThan(40);
    browser.screenshot(PICTURES.resolve("phone-opened.png"));
  }

  @Test
  void everyCellIsWritten() throws Exception {
    List<SampleRun.Variant> cells = new ArrayList<>();
    for (NamedType<Cell> type : NAMES.of(Cell.class)) {
      boolean wraps =
          type.prototype() instanceof Zoneout || type.prototype() instanceof VariationalDropout;
      String cell = wraps ? type.name() + " of lstm" : type.name();
      cells.add(new SampleRun.Variant(type.name(), cell, 8));
    }
    cells.add(new SampleRun.Variant("nested", "zoneout of zoneout of gru", 8));
    browser.show(1200, 900, false);
    browser.open(page(SampleRun.usual().bare().named("cells", cells)));
    browser.evaluate(
        "document.querySelectorAll('.cell, .cell details').forEach((d) => d.open = true)");
    browser.screenshot(PICTURES.resolve("cells.png"));
    turnDifferencesRound(cells.size());
    assertThat(browser.evaluate("document.querySelectorAll('.cell').length").intValue())
        .isEqualTo(cells.size());
    // Equations in both directions; none with a command that the page does not know.
    assertThat(browser.evaluate("document.querySelectorAll('.cell math').length").intValue())
        .isEqualTo(2 * cells.size());
    assertThat(browser.evaluate("document.querySelectorAll('pre.plain').length").intValue())
        .isZero();
    // Nodes lie apart.
    assertThat(
            browser.evaluate(
                """
                [...document.querySelectorAll(".flow svg")].filter((drawing) => {
                  const boxes = [...drawing.querySelectorAll("rect")].map((r) => r.getBoundingClientRect());
                  return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right
                    && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
                }).map((drawing) => drawing.getAttribute("aria-label"))
                """))
        .isEmpty();
  }

  /** Of many variants each can be the reference; a pair turned round has the opposite figures. */
  private static void turnDifferencesRound(int variants) throws Exception {
    String differences =
        """
        (() => {
          const section = document.getElementById("paired-differences");
          const select = section.querySelector("select");
          select.value = "%s";
          select.dispatchEvent(new Event("change"));
          const rows = [...section.querySelectorAll("tbody tr")];
          const row = rows.find((r) => r.firstChild.textContent === "%s − %s");
          return [rows.length, ...[...row.children].slice(1, 7).map((c) => c.firstChild.textContent)];
        })()
        """;
    JsonNode one = browser.evaluate(differences.formatted("gru", "lstm", "gru"));
    JsonNode other = browser.evaluate(differences.formatted("lstm", "gru", "lstm"));
    assertThat(one.get(0).intValue()).isEqualTo(variants - 1);
    assertThat(other.get(0).intValue()).isEqualTo(variants - 1);
    for (int same : List.of(1, 3, 4)) {
      assertThat(other.get(same)).isEqualTo(one.get(same));
    }
    for (int opposite : List.of(2, 5)) {
      String value = one.get(opposite).stringValue();
      assertThat(other.get(opposite).stringValue())
          .isEqualTo(value.startsWith("−") ? value.substring(1) : "−" + value);
    }
    assertThat(percent(one.get(6)) + percent(other.get(6))).isBetween(99, 101);
  }

  private static int percent(JsonNode text) {
    return Integer.parseInt(text.stringValue().replace(" %", ""));
  }

  /** What a section says and draws after one of its switches, by their number, is used. */
  private static JsonNode switched(String section, int number) throws Exception {
    return browser.evaluate(
        """
        (() => {
          const inputs = document.querySelectorAll("#%s input");
          inputs[%d].click();
          const section = document.getElementById("%s");
          return {
            captions: [...section.querySelectorAll("figcaption")].map((c) => c.textContent),
            keys: [...section.querySelectorAll("ul.key")].map((k) =>
              [...k.children].map((e) => e.textContent)),
            series: [...section.querySelectorAll(".plot")].map((p) =>
              echarts.getInstanceByDom(p).getOption().series.map((s) => s.type)),
          };
        })()
        """
            .formatted(section, number, section));
  }

  @Test
  void modelsAreShownAloneAndTogether() throws Exception {
    browser.show(1200, 900, false);
    browser.open(page(SampleRun.usual()));
    String section = "what-the-models-say";
    // Intervals of several models would hide each other, so they are of one at first.
    JsonNode one = switched(section, 1);
    assertThat(one.at("/captions/0").stringValue())
        .isEqualTo(
            "12 steps from 2023-10-29 13:00 on, told from the 18 steps before."
                + " Shown: rnn, seed 11.");
    assertThat(one.at("/keys/0").toString())
        .isEqualTo(
            "[\"actual\",\"rnn: forecast\",\"seasonal-naive\",\"rnn: 80% interval\","
                + "\"rnn: 50% interval\",\"anomaly\",\"rnn: flagged\"]");
    assertThat(one.at("/keys/1/2").stringValue()).isEqualTo("gru: error");
    // Marks, two bands, three lines, names at the ends.
    assertThat(one.at("/series/0").toString())
        .isEqualTo("[\"custom\",\"custom\",\"custom\",\"line\",\"line\",\"line\",\"custom\"]");
    JsonNode all = switched(section, 0);
    assertThat(all.at("/captions/0").stringValue())
        .endsWith(
            " Shown: rnn, lstm and gru, each with its first seed. Intervals are shown of one at a"
                + " time.");
    assertThat(all.at("/keys/0").toString())
        .isEqualTo(
            "[\"actual\",\"rnn: forecast\",\"lstm: forecast\",\"gru: forecast\",\"seasonal-naive\","
                + "\"anomaly\",\"rnn: flagged\",\"lstm: flagged\",\"gru: flagged\"]");
    // 4 + 4 switches, then one for each of three, of which each shows something else.
    assertThat(switched(section, 9).at("/captions/2").stringValue())
        .isEqualTo("Sequence 1 of the test part. Shown: lstm, seed 11.");
    assertThat(
            browser
                .evaluate("document.querySelectorAll('#what-the-models-say input').length")
                .intValue())
        .isEqualTo(14);
    // Clocks show 02:00 twice, before and after they go back.
    browser.evaluate("document.querySelector('#what-the-models-say details').open = true");
    JsonNode rows =
        browser.evaluate(
            """
            new Promise((done) => setTimeout(() => done(
              [...document.querySelectorAll("#what-the-models-say tbody tr")].map((row) =>
                [...row.children].map((cell) => cell.textContent).join("|"))), 0))
            """);
    assertThat(rows.get(0).stringValue()).isEqualTo("2023-10-28 20:00|–||||||||");
    assertThat(rows.get(6).stringValue()).startsWith("2023-10-29 02:00|48.98, –|");
    assertThat(rows.get(7).stringValue()).startsWith("2023-10-29 03:00|48.18|");
  }

  private static AttendedPictures clip(int v, String answer) {
    List<Picture> pictures = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      byte[] rgb = new byte[3 * 24 * 24];
      for (int y = 8; y < 16; y++) {
        Arrays.fill(rgb, 3 * (24 * y + t), 3 * (24 * y + t + 8), (byte) (100 + 12 * t));
      }
      pictures.add(new Picture(24, 24, rgb));
    }
    List<AttendedPictures.Look> looks = new ArrayList<>();
    for (String word : v == 1 ? new String[0] : answer.split(" ")) {
      float[] weights = new float[12];
      weights[looks.size() + v] = 0.5f;
      weights[11 - looks.size()] = 0.25f;
      looks.add(new AttendedPictures.Look(word, weights));
    }
    return new AttendedPictures("Clip 1", "A square moves right.", pictures, answer, looks);
  }

  @Test
  void picturesStandAboveWhereModelsLooked() throws Exception {
    Path run = SampleRun.usual().bare().write(folder.resolve("run"));
    List<String> answers = List.of("a <b>large square moves right", "it moves", "");
    for (int v = 0; v < 3; v++) {
      String variant = List.of("rnn", "lstm", "gru").get(v);
      Files.writeString(
          run.resolve("exhibits/" + variant + "-seed11.json"),
          Json.line(ExhibitsJson.write(variant, 11, List.of(clip(v, answers.get(v))))));
    }
    Path page =
        Files.writeString(
            folder.resolve("report.html"), new HtmlReport(NAMES).write(RunFiles.read(run)));
    browser.show(1200, 900, false);
    browser.open(page);
    JsonNode seen = strip(0);
    assertThat(seen.get("caption").stringValue())
        .isEqualTo(
            "A square moves right. Shown: rnn, seed 11, which says “a <b>large square moves"
                + " right”. The stronger the colour, the more it looked at a picture, up to"
                + " 0.5000.");
    assertThat(seen.get("images").intValue()).isEqualTo(12);
    assertThat(seen.get("parts").toString())
        .isEqualTo("[\"a\",\"<b>large\",\"square\",\"moves\",\"right\"]");
    // The first word: most at the first picture, half as much at the last, nothing between.
    assertThat(seen.get("colours").get(0)).isNotEqualTo(seen.get("colours").get(11));
    assertThat(seen.get("colours").get(11)).isNotEqualTo(seen.get("colours").get(1));
    assertThat(seen.get("colours").get(1)).isEqualTo(seen.get("colours").get(2));
    assertThat(seen.get("wide").intValue()).isBetween(600, 1100);
    browser.screenshot(PICTURES.resolve("pictures.png"));
    assertThat(strip(1).get("caption").stringValue())
        .endsWith("which says “it moves”. It does not say where it looked.");
    assertThat(strip(2).get("caption").stringValue()).contains("which says nothing. ");

    for (boolean dark : new boolean[] {false, true}) {
      browser.show(390, 844, dark);
      browser.open(page);
      JsonNode small = strip(0);
      assertThat(look().get("sideways").intValue()).isLessThanOrEqualTo(0);
      // All twelve fit beside each other.
      assertThat(small.get("wide").intValue()).isBetween(300, 362);
      browser.screenshot(PICTURES.resolve(dark ? "pictures-phone-dark.png" : "pictures-phone.png"));
    }
  }

  @Test
  void textsStandInRowsAndOnAPhoneBelowEachOther() throws Exception {
    Path run = SampleRun.usual().bare().write(folder.resolve("run"));
    for (String variant : List.of("rnn", "lstm", "gru")) {
      Quotations texts =
          new Quotations(
              "Translations",
              "Two texts.",
              List.of(
                  new Quotations.Column("text", Provenance.DATA),
                  new Quotations.Column("translation", Provenance.MODEL),
                  new Quotations.Column("reference", Provenance.DATA)),
              List.of(
                  List.of("Ein <b>Hund läuft. ".repeat(8), variant + " runs", "A dog runs."),
                  List.of("שלום עולם", "hello", "Hello world.")));
      Files.writeString(
          run.resolve("exhibits/" + variant + "-seed11.json"),
          Json.line(ExhibitsJson.write(variant, 11, List.of(texts))));
    }
    Path page =
        Files.writeString(
            folder.resolve("report.html"), new HtmlReport(NAMES).write(RunFiles.read(run)));
    browser.show(1200, 900, false);
    browser.open(page);
    JsonNode seen = quotations();
    assertThat(seen.get("cells").get(0).stringValue()).startsWith("Ein <b>Hund");
    assertThat(seen.get("cells").get(1).stringValue()).isEqualTo("lstm runs");
    assertThat(seen.get("caption").stringValue()).isEqualTo("Two texts. Shown: lstm, seed 11.");
    assertThat(seen.get("rowsOfFirst").intValue()).isEqualTo(1);
    browser.screenshot(PICTURES.resolve("texts.png"));

    browser.show(390, 844, true);
    browser.open(page);
    assertThat(look().get("sideways").intValue()).isLessThanOrEqualTo(0);
    assertThat(quotations().get("rowsOfFirst").intValue()).isEqualTo(3);
    browser.screenshot(PICTURES.resolve("texts-phone-dark.png"));
  }

  /** What is seen of texts when the second variant is chosen. */
  private static JsonNode quotations() throws Exception {
    return browser.evaluate(
        """
        (() => {
          const section = document.getElementById("what-the-models-say");
          section.querySelectorAll("input")[1].click();
          section.scrollIntoView();
          const cells = [...section.querySelectorAll("table.quotations td")];
          return {
            caption: section.querySelector("figcaption").textContent,
            cells: cells.map((c) => c.textContent),
            rowsOfFirst: new Set(cells.slice(0, 3).map((c) => c.getBoundingClientRect().top)).size,
          };
        })()
        """);
  }

  /** What is seen of the pictures when a variant, by its number, is chosen. */
  private static JsonNode strip(int variant) throws Exception {
    return browser.evaluate(
        """
        (async () => {
          const section = document.getElementById("what-the-models-say");
          section.querySelectorAll("input")[%d].click();
          const images = [...section.querySelectorAll("table.looks img")];
          await Promise.all(images.map((image) => image.decode()));
          section.scrollIntoView();
          return {
            caption: section.querySelector("figcaption").textContent,
            images: images.filter((image) => image.naturalWidth === 24).length,
            parts: [...section.querySelectorAll("table.looks tbody th")].map((c) => c.textContent),
            colours: [...section.querySelectorAll("table.looks tbody td")].map((c) =>
              getComputedStyle(c).backgroundColor),
            wide: Math.ceil(section.querySelector("table.looks").getBoundingClientRect().width),
          };
        })()
        """
            .formatted(variant));
  }

  @Test
  void onPaper() throws Exception {
    browser.show(1200, 900, true);
    browser.open(page(SampleRun.usual()));
    byte[] pdf = browser.pdf();
    Files.write(PICTURES.resolve("paper.pdf"), pdf);
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(pdf.length).isGreaterThan(50_000);
    // Printing has ended, so the screen is as before.
    assertThat(look().get("theme").stringValue()).isEqualTo("dark");
    assertDrawn(12);
  }

  @Test
  void hostileNamesAreTexts() throws Exception {
    String hostile = "</script><img src=x onerror=alert(1)>";
    SampleRun run =
        SampleRun.usual()
            .named(
                hostile,
                List.of(
                    new SampleRun.Variant(hostile, "lstm", 8),
                    new SampleRun.Variant("{b}<b>&amp;'\"", "gru", 8.2)));
    browser.show(1200, 900, false);
    // The reader of experiments refuses such a name; so there are no equations, and it is said why.
    browser.open(page(run));
    assertDrawn(12);
    useEverything(12);
    assertThat(browser.evaluate("document.querySelectorAll('img').length").intValue()).isZero();
    assertThat(browser.evaluate("document.querySelector('h1').textContent").stringValue())
        .isEqualTo(hostile);
  }

  @Test
  void runsStandSideBySide() throws Exception {
    browser.show(1200, 900, false);
    SampleRun other =
        SampleRun.usual().bare().named("other", List.of(new SampleRun.Variant("gru", "gru", 8.5)));
    browser.open(page(SampleRun.usual(), other));
    browser.screenshot(PICTURES.resolve("merged.png"));
    // The second run has curves and trials only.
    assertDrawn(12 + 2);
    assertThat(browser.evaluate("document.body.textContent").stringValue())
        .contains("nothing is averaged across runs");
    assertThat(browser.evaluate("document.querySelectorAll('[id]').length").intValue())
        .isEqualTo(
            browser
                .evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size")
                .intValue());
  }
}
