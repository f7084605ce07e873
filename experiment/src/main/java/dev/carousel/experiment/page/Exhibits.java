package dev.carousel.experiment.page;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The exhibits of a run, as many as a budget allows. Times are told as what clocks of their zone
 * show, in milliseconds since these showed 1970-01-01T00:00, so that a page needs to know nothing
 * of zones.
 */
final class Exhibits {
  /** What a point of lines takes of a page, on average. */
  private static final int BYTES_A_POINT = 40;

  /** A colour takes four thirds of a byte. */
  private static final int COLOURS_A_POINT = 30;

  private final ArrayNode json = JsonNodeFactory.instance.arrayNode();
  private final List<String> notes = new ArrayList<>();

  private Exhibits() {}

  /**
   * Reads exhibits.
   *
   * @param files of one run
   * @param budget how many points all exhibits may have together
   * @return the exhibits
   * @throws InvalidDataException if a file holds something else
   */
  static Exhibits read(List<Path> files, long budget) {
    Exhibits exhibits = new Exhibits();
    for (Path file : files) {
      JsonNode trial = Json.read(file);
      try {
        exhibits.json.add(trial(trial));
      } catch (RuntimeException e) {
        throw new InvalidDataException(file + " does not hold exhibits: " + e.getMessage(), e);
      }
    }
    exhibits.embed(budget);
    return exhibits;
  }

  /** A trial an element. */
  ArrayNode json() {
    return json;
  }

  /** What was left out, in sentences. */
  List<String> notes() {
    return notes;
  }

  private static ObjectNode trial(JsonNode trial) {
    ObjectNode small = JsonNodeFactory.instance.objectNode();
    small.put("variant", trial.required("variant").stringValue());
    small.put("seed", trial.required("seed").longValue());
    ArrayNode exhibits = small.putArray("exhibits");
    for (JsonNode exhibit : trial.required("exhibits")) {
      String type = exhibit.required("type").stringValue();
      ObjectNode shown =
          switch (type) {
            case "chart" -> chart(exhibit);
            case "heat-map" -> heatMap(exhibit);
            case "pictures" -> pictures(exhibit);
            case "texts" -> texts(exhibit);
            default ->
                throw new IllegalArgumentException("an exhibit of the unknown type '" + type + "'");
          };
      shown.put("type", type);
      shown.put("title", exhibit.required("title").stringValue());
      shown.put("caption", exhibit.required("caption").stringValue());
      exhibits.add(shown);
    }
    return small;
  }

  private static ObjectNode heatMap(JsonNode map) {
    ObjectNode small = JsonNodeFactory.instance.objectNode();
    for (String axis : List.of("x", "y", "value")) {
      small.putObject(axis).put("name", map.required(axis).required("name").stringValue());
    }
    for (String end : List.of("from", "to")) {
      small.set(end, place(map.required(end), Optional.empty()));
    }
    small.set("map", HeatMap.of(map.required("columns")).json());
    ArrayNode strips = small.putArray("strips");
    for (JsonNode strip : map.required("strips")) {
      ObjectNode smallStrip = strips.addObject();
      smallStrip.put("name", strip.required("name").stringValue());
      ArrayNode spans = smallStrip.putArray("spans");
      for (JsonNode span : strip.required("spans")) {
        ObjectNode smallSpan = spans.addObject().put("text", span.required("text").stringValue());
        smallSpan.set("from", place(span.required("from"), Optional.empty()));
        smallSpan.set("to", place(span.required("to"), Optional.empty()));
      }
    }
    return small;
  }

  private static ObjectNode pictures(JsonNode pictures) {
    ObjectNode small = JsonNodeFactory.instance.objectNode();
    small.put("answer", pictures.required("answer").stringValue());
    ArrayNode images = small.putArray("pictures");
    for (JsonNode image : pictures.required("pictures")) {
      Base64.getDecoder().decode(image.stringValue());
      images.add(image);
    }
    ArrayNode looks = small.putArray("looks");
    for (JsonNode look : pictures.required("looks")) {
      String part = look.required("part").stringValue();
      JsonNode weights = look.required("weights");
      if (weights.size() != images.size()) {
        throw new IllegalArgumentException(
            "'%s' has %d weights for %d pictures".formatted(part, weights.size(), images.size()));
      }
      weights.forEach(Exhibits::requireNumber);
      looks.addObject().put("part", part).set("weights", weights);
    }
    return small;
  }

  private static ObjectNode texts(JsonNode texts) {
    ObjectNode small = JsonNodeFactory.instance.objectNode();
    ArrayNode columns = small.putArray("columns");
    for (JsonNode column : texts.required("columns")) {
      columns
          .addObject()
          .put("name", column.required("name").stringValue())
          .put("provenance", provenance(column));
    }
    ArrayNode rows = small.putArray("rows");
    for (JsonNode row : texts.required("rows")) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row has %d texts for %d columns".formatted(row.size(), columns.size()));
      }
      ArrayNode copy = rows.addArray();
      row.forEach(text -> copy.add(text.stringValue()));
    }
    return small;
  }

  private static void requireNumber(JsonNode weight) {
    if (!weight.isNumber()) {
      throw new IllegalArgumentException("a weight is %s, which is no number".formatted(weight));
    }
  }

  private static ObjectNode chart(JsonNode chart) {
    ObjectNode small = JsonNodeFactory.instance.objectNode();
    JsonNode axis = chart.required("x");
    ObjectNode x = small.putObject("x").put("name", axis.required("name").stringValue());
    Optional<ZoneId> zone = Optional.empty();
    if (axis.required("type").stringValue().equals("times")) {
      zone = Optional.of(ZoneId.of(axis.required("zone").stringValue()));
      x.put("zone", zone.get().getId());
    }
    small.putObject("y").put("name", chart.required("y").required("name").stringValue());
    ArrayNode lines = small.putArray("lines");
    for (JsonNode line : chart.required("lines")) {
      lines.add(drawn(line, List.of("y"), zone).put("provenance", provenance(line)));
    }
    ArrayNode bands = small.putArray("bands");
    for (JsonNode band : chart.required("bands")) {
      bands.add(drawn(band, List.of("lower", "upper"), zone));
    }
    ArrayNode marks = small.putArray("marks");
    for (JsonNode mark : chart.required("marks")) {
      ObjectNode smallMark = marks.addObject().put("name", mark.required("name").stringValue());
      smallMark.put("provenance", provenance(mark));
      smallMark.set("from", place(mark.required("from"), zone));
      smallMark.set("to", place(mark.required("to"), zone));
    }
    return small;
  }

  private static String provenance(JsonNode thing) {
    String provenance = thing.required("provenance").stringValue();
    if (!List.of("data", "model", "baseline").contains(provenance)) {
      throw new IllegalArgumentException("the unknown provenance '" + provenance + "'");
    }
    return provenance;
  }

  private static ObjectNode drawn(JsonNode thing, List<String> values, Optional<ZoneId> zone) {
    ObjectNode small = JsonNodeFactory.instance.objectNode();
    String name = thing.required("name").stringValue();
    small.put("name", name);
    ArrayNode x = small.putArray("x");
    thing.required("x").forEach(value -> x.add(place(value, zone)));
    for (String key : values) {
      JsonNode numbers = thing.required(key);
      if (numbers.size() != x.size()) {
        throw new IllegalArgumentException(
            "'%s' has %d x and %d %s".formatted(name, x.size(), numbers.size(), key));
      }
      small.set(key, numbers);
    }
    return small;
  }

  private static JsonNode place(JsonNode x, Optional<ZoneId> zone) {
    if (!x.isNumber()) {
      throw new IllegalArgumentException("x is %s, which is no number".formatted(x));
    }
    if (zone.isEmpty()) {
      return x;
    }
    return JsonNodeFactory.instance.numberNode(
        LocalDateTime.ofInstant(Instant.ofEpochMilli(x.longValue()), zone.get())
            .toInstant(ZoneOffset.UTC)
            .toEpochMilli());
  }

  /** What comes first in a list stays, for every variant. */
  private void embed(long budget) {
    Map<String, Long> points = new LinkedHashMap<>();
    for (JsonNode trial : json) {
      for (JsonNode exhibit : trial.get("exhibits")) {
        points.merge(exhibit.get("title").stringValue(), points(exhibit), Long::sum);
      }
    }
    List<String> kept = new ArrayList<>();
    long used = 0;
    for (Map.Entry<String, Long> exhibit : points.entrySet()) {
      used += exhibit.getValue();
      if (used > budget) {
        break;
      }
      kept.add(exhibit.getKey());
    }
    if (kept.size() == points.size()) {
      return;
    }
    notes.add(
        "To keep this page small, the first %d of %d are here; the run's folder has all of them."
            .formatted(kept.size(), points.size()));
    for (JsonNode trial : json) {
      ArrayNode left = JsonNodeFactory.instance.arrayNode();
      for (JsonNode exhibit : trial.get("exhibits")) {
        if (kept.contains(exhibit.get("title").stringValue())) {
          left.add(exhibit);
        }
      }
      ((ObjectNode) trial).set("exhibits", left);
    }
  }

  /** How many points of lines would make the page as much larger. */
  private static long points(JsonNode exhibit) {
    if (exhibit.has("map")) {
      JsonNode map = exhibit.get("map");
      return map.get("steps").longValue() * map.get("units").longValue() / COLOURS_A_POINT;
    }
    if (exhibit.has("pictures")) {
      long bytes = 0;
      for (JsonNode picture : exhibit.get("pictures")) {
        bytes += picture.stringValue().length();
      }
      return (long) exhibit.get("pictures").size() * exhibit.get("looks").size()
          + bytes / BYTES_A_POINT;
    }
    if (exhibit.has("rows")) {
      return exhibit.get("rows").toString().length() / BYTES_A_POINT;
    }
    long points = 0;
    for (String key : List.of("lines", "bands")) {
      for (JsonNode thing : exhibit.get(key)) {
        points += thing.get("x").size();
      }
    }
    return points;
  }
}
