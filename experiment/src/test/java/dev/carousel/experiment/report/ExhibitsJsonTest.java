package dev.carousel.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.exhibit.AttendedPictures;
import dev.carousel.exhibit.AttendedPictures.Look;
import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Band;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.HeatMap;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Mark;
import dev.carousel.exhibit.Picture;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.exhibit.Span;
import dev.carousel.exhibit.Strip;
import dev.carousel.experiment.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ExhibitsJsonTest {
  private static final double NAN = Double.NaN;

  @Test
  void exhibitsHaveThisForm() {
    double[] times = {-86_400_000, 1_700_000_000_000.0};
    Exhibit first =
        new Chart(
            "Level: the <window>",
            "Told.",
            new Axis.Times("time", ZoneId.of("Europe/Berlin")),
            new Axis.Numbers("level in m"),
            List.of(
                new Line("actual", Provenance.DATA, times, new double[] {0.1 + 0.2, NAN}),
                new Line("forecast", Provenance.MODEL, times, new double[] {123_456_789, 1e-30}),
                new Line("naive", Provenance.BASELINE, times, new double[] {-2.5, 1e300})),
            List.of(new Band("80% interval", times, new double[] {1, NAN}, new double[] {2, NAN})),
            List.of(new Mark("anomaly", Provenance.DATA, -5, 7)));
    Exhibit second =
        new Chart(
            "Other",
            "Also told.",
            new Axis.Numbers("step"),
            new Axis.Numbers("y"),
            List.of(new Line("y", Provenance.MODEL, new double[] {0.25, 3}, new double[] {1, 2})),
            List.of(),
            List.of(new Mark("flagged", Provenance.MODEL, 0.5, 0.5)));
    assertThat(Json.line(ExhibitsJson.write("lstm", 7, List.of(first, second))))
        .isEqualTo(
            """
            {"variant":"lstm","seed":7,"exhibits":[\
            {"type":"chart","title":"Level: the <window>","caption":"Told.",\
            "x":{"type":"times","name":"time","zone":"Europe/Berlin"},"y":{"name":"level in m"},\
            "lines":[\
            {"name":"actual","provenance":"data","x":[-86400000,1700000000000],"y":[0.3,null]},\
            {"name":"forecast","provenance":"model","x":[-86400000,1700000000000],\
            "y":[1.234568E8,1.0E-30]},\
            {"name":"naive","provenance":"baseline","x":[-86400000,1700000000000],\
            "y":[-2.5,1.0E300]}],\
            "bands":[{"name":"80% interval","x":[-86400000,1700000000000],"lower":[1.0,null],\
            "upper":[2.0,null]}],\
            "marks":[{"name":"anomaly","provenance":"data","from":-5,"to":7}]},\
            {"type":"chart","title":"Other","caption":"Also told.",\
            "x":{"type":"numbers","name":"step"},"y":{"name":"y"},\
            "lines":[{"name":"y","provenance":"model","x":[0.25,3],"y":[1.0,2.0]}],\
            "bands":[],"marks":[{"name":"flagged","provenance":"model","from":0.5,"to":0.5}]}]}""");
    Exhibit third =
        new HeatMap(
            "Spectrum",
            "How loud.",
            new Axis.Numbers("seconds"),
            0,
            0.5,
            new Axis.Numbers("band"),
            new Axis.Numbers("nats"),
            2,
            new float[] {0.1f + 0.2f, Float.NaN, -123_456, 1e-10f},
            List.of(
                new Strip("found", List.of(new Span("\"a\"", 0, 0.25))),
                new Strip("reference", List.of())));
    assertThat(Json.line(ExhibitsJson.write("lstm", 7, List.of(third))))
        .isEqualTo(
            """
            {"variant":"lstm","seed":7,"exhibits":[\
            {"type":"heat-map","title":"Spectrum","caption":"How loud.",\
            "x":{"type":"numbers","name":"seconds"},"from":0,"to":0.5,\
            "y":{"name":"band"},"value":{"name":"nats"},\
            "columns":[[0.3,null],[-123500.0,1.0E-10]],\
            "strips":[{"name":"found","spans":[{"text":"\\"a\\"","from":0,"to":0.25}]},\
            {"name":"reference","spans":[]}]}]}""");
    assertThatThrownBy(() -> ExhibitsJson.write("lstm", 7, List.of(second, second)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two exhibits are called 'Other'");
  }

  @Test
  void picturesAreImagesThatAnyoneCanRead() throws IOException {
    byte[] rgb = {(byte) 255, 0, 1, 2, 3, (byte) 128};
    Exhibit clip =
        new AttendedPictures(
            "Clip",
            "A clip.",
            List.of(new Picture(1, 2, rgb)),
            "it moves",
            List.of(new Look("it", new float[] {0.1f})));
    JsonNode shown = ExhibitsJson.write("lstm", 7, List.of(clip)).get("exhibits").get(0);
    byte[] png = Base64.getDecoder().decode(shown.at("/pictures/0").stringValue());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getHeight()).isEqualTo(1);
    assertThat(image.getWidth()).isEqualTo(2);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0001);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff020380);
    ((ObjectNode) shown).remove("pictures");
    assertThat(Json.line(shown))
        .isEqualTo(
            """
            {"type":"pictures","title":"Clip","caption":"A clip.","answer":"it moves",\
            "looks":[{"part":"it","weights":[0.1]}]}""");
  }

  @Test
  void textsHaveThisForm() {
    Quotations texts =
        new Quotations(
            "Translations",
            "Two.",
            List.of(
                new Quotations.Column("text", Provenance.DATA),
                new Quotations.Column("translation", Provenance.MODEL)),
            List.of(List.of("ein \"Hund\"", "a dog"), List.of("", "no\nthing")));
    assertThat(Json.line(ExhibitsJson.write("lstm", 7, List.of(texts)).get("exhibits").get(0)))
        .isEqualTo(
            """
            {"type":"texts","title":"Translations","caption":"Two.",\
            "columns":[{"name":"text","provenance":"data"},{"name":"translation","provenance":"model"}],\
            "rows":[["ein \\"Hund\\"","a dog"],["","no\\nthing"]]}""");
  }
}
