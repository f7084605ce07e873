package dev.carousel.experiment.runs;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Figures;
import dev.carousel.experiment.report.Table;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.statistics.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two runs side by side: what differs in what they were and in what they came to. Their trials are
 * never put into one mean, since they may differ in anything.
 *
 * @param a one run
 * @param b another
 * @param metric the test metric that is shown; empty for the deciding ones
 */
public record RunComparison(PastRun a, PastRun b, Optional<String> metric) {
  private static final int LONGEST = 34;
  private static final int HASH = 12;

  /**
   * For people.
   *
   * @return lines, each ended
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("A is ").append(a.folder()).append("\nB is ").append(b.folder()).append("\n\n");
    text.append(differences("experiment", a.experiment(), b.experiment())).append('\n');
    JsonNode first = withoutData(a.environment());
    JsonNode second = withoutData(b.environment());
    text.append(differences("environment", first, second)).append('\n');
    text.append(data()).append('\n');
    if (!a.experiment().path("task").equals(b.experiment().path("task"))) {
      text.append("The tasks differ, so the results below are not of the same thing.\n\n");
    }
    text.append(results());
    text.append("\nA and B are shown side by side and never averaged; for a mean over more seeds");
    return text.append(" run one experiment with --seeds.\n").toString();
  }

  private static JsonNode withoutData(JsonNode environment) {
    return ((ObjectNode) environment).deepCopy().without("data");
  }

  private static String differences(String what, JsonNode a, JsonNode b) {
    List<List<String>> rows = new ArrayList<>();
    collect("", a, b, rows);
    return rows.isEmpty()
        ? "The " + what + "s are the same.\n"
        : new Table(List.of(what, "A", "B"), rows, 3).text();
  }

  /** A row for every value that differs, however deep, with the dotted path to it. */
  private static void collect(String path, JsonNode a, JsonNode b, List<List<String>> rows) {
    if (a.equals(b)) {
      return;
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    if (a.isObject() && b.isObject()) {
      Set<String> keys = new LinkedHashSet<>(a.propertyNames());
      keys.addAll(b.propertyNames());
      keys.forEach(key -> collect(prefix + key, a.path(key), b.path(key), rows));
    } else if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        collect(prefix + i, a.get(i), b.get(i), rows);
      }
    } else {
      rows.add(List.of(path, shown(a), shown(b)));
    }
  }

  private static String shown(JsonNode json) {
    if (json.isMissingNode()) {
      return "absent";
    }
    String text = Json.line(json);
    return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
  }

  /** Data files are the same if their contents are, wherever they lie. */
  private String data() {
    Map<String, String> first = hashes(a);
    Map<String, String> second = hashes(b);
    if (first.isEmpty() || second.isEmpty()) {
      return "The runs do not both say which data they used.\n";
    } else if (new TreeSet<>(first.values()).equals(new TreeSet<>(second.values()))) {
      return "The data are the same.\n";
    }
    List<List<String>> rows = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    for (String name : names) {
      String before = first.getOrDefault(name, "absent");
      String after = second.getOrDefault(name, "absent");
      if (!before.equals(after)) {
        rows.add(List.of(name, start(before), start(after)));
      }
    }
    return "The data differ, so the results below are not of the same thing.\n"
        + new Table(List.of("data file, SHA-256", "A", "B"), rows, 3).text();
  }

  private static String start(String hash) {
    return hash.substring(0, Math.min(hash.length(), HASH));
  }

  private static Map<String, String> hashes(PastRun run) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (JsonNode file : run.environment().path("data")) {
      String path = file.path("path").asString("");
      String name = path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
      hashes.put(hashes.containsKey(name) ? path : name, file.path("sha256").asString(""));
    }
    return hashes;
  }

  private String results() {
    Set<String> metrics = new LinkedHashSet<>();
    if (metric.isPresent()) {
      metrics.add(metric.get());
    } else {
      a.decidingMetric().ifPresent(metrics::add);
      b.decidingMetric().ifPresent(metrics::add);
    }
    Map<String, VariantResults> first = byName(a);
    Map<String, VariantResults> second = byName(b);
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    if (names.isEmpty() || metrics.isEmpty()) {
      return "Neither run has results yet.\n";
    }
    List<String> header = new ArrayList<>(List.of("variant"));
    for (String name : metrics) {
      header.addAll(List.of("A test " + name, "n", "B test " + name, "n"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      for (String shown : metrics) {
        row.addAll(figures(first.get(name), shown));
        row.addAll(figures(second.get(name), shown));
      }
      rows.add(row);
    }
    return new Table(header, rows, 1).text();
  }

  private static Map<String, VariantResults> byName(PastRun run) {
    Map<String, VariantResults> variants = new LinkedHashMap<>();
    run.variants().forEach(variant -> variants.put(variant.name(), variant));
    return variants;
  }

  private static List<String> figures(VariantResults variant, String metric) {
    if (variant == null) {
      return List.of("absent", "-");
    }
    Summary summary = variant.testSummaries().get(metric);
    return summary == null
        ? List.of("-", "0")
        : List.of(Figures.of(summary), Integer.toString(summary.n()));
  }
}
