package dev.carousel.exhibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final Axis STEPS = new Axis.Numbers("step");
  private static final Axis TIMES = new Axis.Times("time", ZoneOffset.UTC);

  private static Line line(String name, double... x) {
    return new Line(name, Provenance.DATA, x, x);
  }

  private static Chart chart(Axis x, List<Line> lines, List<Band> bands, List<Mark> marks) {
    return new Chart("Flow", "The flow.", x, new Axis.Numbers("m³/s"), lines, bands, marks);
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void linesOfOneNameMayBeOfDataAndModel() {
    Line actual = new Line("level", Provenance.DATA, new double[] {1, 2}, new double[] {NAN, 7});
    Line told = new Line("level", Provenance.MODEL, new double[] {2}, new double[] {NAN});
    Mark mark = new Mark("anomaly", Provenance.DATA, 1.5, 1.5);
    Chart chart = chart(STEPS, List.of(actual, told), List.of(), List.of(mark, mark));
    assertThat(chart.lines()).containsExactly(actual, told);
    assertThat(chart.marks()).hasSize(2);
    Band band = new Band("80% interval", new double[] {0}, new double[] {1}, new double[] {1});
    assertThat(chart(TIMES, List.of(), List.of(band), List.of()).lines()).isEmpty();
  }

  @Test
  void impossibleLinesBandsAndMarksAreRefused() {
    refused("a line needs a name", () -> line(" ", 1));
    refused("line 'y' has no points", () -> line("y"));
    refused("line 'y': x of point 1 is NaN", () -> line("y", 1, NAN));
    refused(
        "line 'y': x of point 2, 2.0, is not above the one before, 2.0", () -> line("y", 1, 2, 2));
    refused(
        "line 'y' has 2 x and 1 y",
        () -> new Line("y", Provenance.MODEL, new double[] {1, 2}, new double[] {1}));
    refused(
        "line 'y' is Infinity at point 0; NaN is a gap",
        () -> new Line("y", Provenance.MODEL, new double[] {1}, new double[] {INFINITE}));
    double[] x = {3, 4};
    double[] gaps = {NAN, NAN};
    double[] values = {1, 2};
    assertThat(new Band("b", x, gaps, gaps).upper()).isSameAs(gaps);
    refused("a band needs a name", () -> new Band("", x, values, values));
    refused("band 'b' has 2 x and 1 upper values", () -> new Band("b", x, values, new double[1]));
    refused("band 'b' has 2 x and 3 lower values", () -> new Band("b", x, new double[3], values));
    refused("band 'b': at 3.0 it goes from 1.0 to NaN", () -> new Band("b", x, values, gaps));
    refused(
        "band 'b': at 4.0 it goes from 2.0 to 1.0",
        () -> new Band("b", x, values, new double[] {1, 1}));
    refused(
        "band 'b' is -Infinity at point 1; NaN is a gap",
        () -> new Band("b", x, new double[] {1, -INFINITE}, values));
    refused("a mark needs a name", () -> new Mark("", Provenance.DATA, 1, 2));
    refused("mark 'm' goes from 2.0 to 1.0", () -> new Mark("m", Provenance.DATA, 2, 1));
    refused(
        "mark 'm' goes from 2.0 to Infinity", () -> new Mark("m", Provenance.DATA, 2, INFINITE));
    refused("an axis needs a name", () -> new Axis.Numbers(""));
    refused("an axis needs a name", () -> new Axis.Times("", ZoneOffset.UTC));
  }

  @Test
  void impossibleChartsAreRefused() {
    Axis.Numbers y = new Axis.Numbers("y");
    List<Line> lines = List.of(line("y", 1));
    refused(
        "a chart needs a name", () -> new Chart("", "c", STEPS, y, lines, List.of(), List.of()));
    refused(
        "chart 'Flow' needs a caption",
        () -> new Chart("Flow", " ", STEPS, y, lines, List.of(), List.of()));
    refused(
        "chart 'Flow' has neither lines nor bands",
        () -> chart(STEPS, List.of(), List.of(), List.of()));
    refused(
        "chart 'Flow' has two lines 'y'",
        () -> chart(STEPS, List.of(line("y", 1), line("y", 2)), List.of(), List.of()));
    Band band = new Band("b", new double[1], new double[1], new double[1]);
    refused(
        "chart 'Flow' has two bands 'b'",
        () -> chart(STEPS, List.of(), List.of(band, band), List.of()));
    refused(
        "chart 'Flow': 0.5 is no time in whole milliseconds",
        () -> chart(TIMES, List.of(line("y", 0, 0.5)), List.of(), List.of()));
    refused(
        "chart 'Flow': 1.0E16 is no time in whole milliseconds",
        () -> chart(TIMES, lines, List.of(), List.of(new Mark("m", Provenance.DATA, 1, 1e16))));
  }

  @Test
  void chartsAreBounded() {
    double[] x = new double[Chart.MOST_POINTS - 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    Band one = new Band("b", new double[1], new double[1], new double[1]);
    assertThat(chart(STEPS, List.of(line("y", x)), List.of(one), List.of()).bands()).hasSize(1);
    refused(
        "chart 'Flow' has 5001 points; show 5000 at most",
        () -> chart(STEPS, List.of(line("y", x), line("z", 1)), List.of(one), List.of()));
    List<Mark> marks =
        Collections.nCopies(Chart.MOST_POINTS + 1, new Mark("m", Provenance.MODEL, 0, 1));
    refused(
        "chart 'Flow' has 5001 marks; show 5000 at most",
        () -> chart(STEPS, List.of(line("y", 1)), List.of(), marks));
  }
}
