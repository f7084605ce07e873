package dev.carousel.experiment.page;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.plugin.NamedTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of report.html: one page that needs nothing else. It shows figures as results.json has
 * them; where it averages, over the epochs of one variant's trials, it says so. Several runs stand
 * side by side, and nothing is averaged across them.
 */
public final class HtmlReport {
  /** Numbers in heat maps for each page, which makes 2.7 MB of it. */
  private static final long HEAT_MAP_CELLS = 2_000_000;

  /** Points of exhibits for each page, which make 4 MB of it at most. */
  private static final long EXHIBIT_POINTS = 100_000;

  private static final List<String> SCRIPTS =
      List.of(
          "basics.js",
          "charts.js",
          "tables.js",
          "comparisons.js",
          "exhibits.js",
          "heatmaps.js",
          "pictures.js",
          "quotations.js",
          "traces.js",
          "equations.js",
          "page.js");
  private static final List<String> VERBATIM =
      List.of(
          "metrics", "match", "variants", "importance", "baselines", "comparisons", "confounds");
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

  private final NamedTypes names;

  /**
   * A writer of pages.
   *
   * @param names the types that experiments may name, for their cells' equations
   */
  public HtmlReport(NamedTypes names) {
    this.names = names;
  }

  /**
   * The report of one run.
   *
   * @param run its files
   * @return a whole page
   * @throws InvalidDataException if a trace or an exhibit cannot be read
   */
  public String write(RunFiles run) {
    return write(List.of(run));
  }

  /**
   * The reports of runs, side by side.
   *
   * @param runs their files, one at least
   * @return a whole page
   * @throws InvalidDataException if a folder stands there twice, or a trace or an exhibit cannot be
   *     read
   */
  public String write(List<RunFiles> runs) {
    Set<String> folders = new HashSet<>();
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    for (RunFiles run : runs) {
      if (!folders.add(run.folder())) {
        throw new InvalidDataException(
            "run '" + run.folder() + "' is given twice; a report shows each run once");
      }
      data.add(data(run, runs.size()));
    }
    String name = runs.get(0).results().path("name").asString("");
    String title = runs.size() == 1 ? name : "Comparison of " + runs.size() + " runs";
    List<String> scripts = new ArrayList<>();
    SCRIPTS.forEach(script -> scripts.add(resource(script)));
    return filled(
        resource("page.html"),
        Map.of(
            "title", escaped(title),
            "style", resource("page.css"),
            // The library's own licence is at the head of its file.
            "notice",
                resource("echarts/NOTICE") + "\n\nParts:\n\n" + resource("echarts/LICENSE-d3"),
            "charts", resource("echarts/echarts.min.js"),
            "data", inScript(data),
            "script", String.join("\n", scripts)));
  }

  /**
   * What the page knows of a run.
   *
   * @param sharing how many runs share the page
   */
  private ObjectNode data(RunFiles run, int sharing) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("folder", run.folder());
    data.put("name", run.results().path("name").asString(""));
    for (String key : VERBATIM) {
      if (run.results().has(key)) {
        data.set(key, run.results().get(key));
      }
    }
    data.set("curves", Curves.of(run.epochs()));
    Exhibits exhibits = Exhibits.read(run.exhibits(), EXHIBIT_POINTS / sharing);
    data.set("exhibits", exhibits.json());
    Traces traces = Traces.read(run.traces(), HEAT_MAP_CELLS / sharing);
    data.set("traces", traces.json());
    ArrayNode notes = data.putArray("notes");
    run.notes().forEach(notes::add);
    traces.notes().forEach(data.putArray("traceNotes")::add);
    exhibits.notes().forEach(data.putArray("exhibitNotes")::add);
    run.experiment()
        .ifPresent(
            experiment -> {
              data.set("experiment", experiment);
              data.set("cells", Cells.of(experiment, names));
            });
    run.environment().ifPresent(environment -> data.set("environment", environment));
    return data;
  }

  /** Puts values in the places of a template. What they hold is not searched for places again. */
  private static String filled(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
  }

  /** JSON that cannot end the script element that it stands in, nor begin another. */
  private static String inScript(JsonNode data) {
    return Json.line(data)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the page's " + name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page's " + name, e);
    }
  }
}
