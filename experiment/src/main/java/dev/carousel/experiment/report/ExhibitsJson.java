package dev.carousel.experiment.report;

import dev.carousel.exhibit.AttendedPictures;
import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Band;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.HeatMap;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Mark;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.exhibit.Span;
import dev.carousel.exhibit.Strip;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of exhibits/VARIANT-seedN.json. What is drawn has seven significant digits, four where
 * it is colours, and null where there is a gap; times are whole milliseconds since
 * 1970-01-01T00:00Z.
 *
 * <pre>
 * {"variant", "seed", "exhibits": [
 *    {"type": "chart", "title", "caption",
 *     "x": {"type": "numbers", "name"} | {"type": "times", "name", "zone"}, "y": {"name"},
 *     "lines": [{"name", "provenance": "data" | "model" | "baseline", "x": [..], "y": [..]}],
 *     "bands": [{"name", "x": [..], "lower": [..], "upper": [..]}],
 *     "marks": [{"name", "provenance", "from", "to"}]}
 *  | {"type": "heat-map", "title", "caption", "x": {"type": "numbers", "name"}, "from", "to",
 *     "y": {"name"}, "value": {"name"}, "columns": [[..], ..],
 *     "strips": [{"name", "spans": [{"text", "from", "to"}]}]}
 *  | {"type": "pictures", "title", "caption", "answer", "pictures": [PNG in Base64],
 *     "looks": [{"part", "weights": [one a picture]}]}
 *  | {"type": "texts", "title", "caption", "columns": [{"name", "provenance"}],
 *     "rows": [[a text a column]]}]}
 * </pre>
 */
public final class ExhibitsJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final MathContext DIGITS = new MathContext(7);
  private static final MathContext COLOUR_DIGITS = new MathContext(4);
  private static final double MOST_WHOLE = 0x1p53;

  private ExhibitsJson() {}

  /**
   * Writes the exhibits of a trial.
   *
   * @param variant the trial's variant
   * @param seed the trial's seed
   * @param exhibits what its task shows
   * @return their JSON
   * @throws IllegalArgumentException if two have one title
   */
  public static ObjectNode write(String variant, long seed, List<Exhibit> exhibits) {
    ObjectNode root = JSON.objectNode().put("variant", variant).put("seed", seed);
    ArrayNode array = root.putArray("exhibits");
    Set<String> titles = new HashSet<>();
    for (Exhibit exhibit : exhibits) {
      if (!titles.add(exhibit.title())) {
        throw new IllegalArgumentException("two exhibits are called '" + exhibit.title() + "'");
      }
      write(exhibit, array.addObject());
    }
    return root;
  }

  private static void write(Exhibit exhibit, ObjectNode object) {
    if (exhibit instanceof Chart chart) {
      head(exhibit, "chart", object);
      write(chart, object);
    } else if (exhibit instanceof HeatMap map) {
      head(exhibit, "heat-map", object);
      write(map, object);
    } else if (exhibit instanceof AttendedPictures pictures) {
      head(exhibit, "pictures", object);
      PicturesJson.write(pictures, object);
    } else if (exhibit instanceof Quotations quotations) {
      head(exhibit, "texts", object);
      write(quotations, object);
    }
  }

  private static void write(Quotations quotations, ObjectNode object) {
    ArrayNode columns = object.putArray("columns");
    for (Quotations.Column column : quotations.columns()) {
      columns.addObject().put("name", column.name()).put("provenance", name(column.provenance()));
    }
    ArrayNode rows = object.putArray("rows");
    for (List<String> row : quotations.rows()) {
      ArrayNode texts = rows.addArray();
      row.forEach(texts::add);
    }
  }

  private static void head(Exhibit exhibit, String type, ObjectNode object) {
    object.put("type", type).put("title", exhibit.title()).put("caption", exhibit.caption());
  }

  private static void write(Chart chart, ObjectNode object) {
    object.set("x", axis(chart.x()));
    object.putObject("y").put("name", chart.y().name());
    ArrayNode lines = object.putArray("lines");
    for (Line line : chart.lines()) {
      ObjectNode json = lines.addObject().put("name", line.name());
      json.put("provenance", name(line.provenance()));
      json.set("x", places(line.x()));
      json.set("y", values(line.y()));
    }
    ArrayNode bands = object.putArray("bands");
    for (Band band : chart.bands()) {
      ObjectNode json = bands.addObject().put("name", band.name());
      json.set("x", places(band.x()));
      json.set("lower", values(band.lower()));
      json.set("upper", values(band.upper()));
    }
    ArrayNode marks = object.putArray("marks");
    for (Mark mark : chart.marks()) {
      ObjectNode json = marks.addObject().put("name", mark.name());
      json.put("provenance", name(mark.provenance()));
      json.set("from", place(mark.from()));
      json.set("to", place(mark.to()));
    }
  }

  private static void write(HeatMap map, ObjectNode object) {
    object.set("x", axis(map.x()));
    object.set("from", place(map.from()));
    object.set("to", place(map.to()));
    object.putObject("y").put("name", map.y().name());
    object.putObject("value").put("name", map.value().name());
    ArrayNode columns = object.putArray("columns");
    for (int i = 0; i < map.columns(); i++) {
      ArrayNode column = columns.addArray();
      for (int j = 0; j < map.rows(); j++) {
        column.add(colour(map.values()[i * map.rows() + j]));
      }
    }
    ArrayNode strips = object.putArray("strips");
    for (Strip strip : map.strips()) {
      ArrayNode spans = strips.addObject().put("name", strip.name()).putArray("spans");
      for (Span span : strip.spans()) {
        ObjectNode json = spans.addObject().put("text", span.text());
        json.set("from", place(span.from()));
        json.set("to", place(span.to()));
      }
    }
  }

  private static ObjectNode axis(Axis axis) {
    ObjectNode json = JSON.objectNode();
    if (axis instanceof Axis.Times times) {
      return json.put("type", "times").put("name", times.name()).put("zone", times.zone().getId());
    }
    return json.put("type", "numbers").put("name", axis.name());
  }

  private static String name(Provenance provenance) {
    return provenance.name().toLowerCase(Locale.ROOT);
  }

  private static ArrayNode places(double[] x) {
    ArrayNode array = JSON.arrayNode(x.length);
    for (double value : x) {
      array.add(place(value));
    }
    return array;
  }

  /** Whole numbers without a fraction, others as they are. */
  private static JsonNode place(double x) {
    return x == Math.rint(x) && Math.abs(x) <= MOST_WHOLE
        ? JSON.numberNode((long) x)
        : JSON.numberNode(x);
  }

  private static ArrayNode values(double[] y) {
    ArrayNode array = JSON.arrayNode(y.length);
    for (double value : y) {
      array.add(value(value, DIGITS));
    }
    return array;
  }

  /** What is drawn as a colour. */
  static JsonNode colour(float value) {
    return value(value, COLOUR_DIGITS);
  }

  private static JsonNode value(double value, MathContext digits) {
    return ResultsJson.number(
        Double.isFinite(value) ? new BigDecimal(value).round(digits).doubleValue() : value);
  }
}
