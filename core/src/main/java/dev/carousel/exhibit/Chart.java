package dev.carousel.exhibit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Lines over a common axis, with bands around them and stretches that are marked.
 *
 * @param title what it is called
 * @param caption what it shows, in one or a few sentences
 * @param x numbers or times
 * @param y what is drawn against them
 * @param lines the lines; with the bands at least one
 * @param bands the bands
 * @param marks the marks, possibly none
 */
public record Chart(
    String title,
    String caption,
    Axis x,
    Axis.Numbers y,
    List<Line> lines,
    List<Band> bands,
    List<Mark> marks)
    implements Exhibit {
  /**
   * How many points the lines and bands of a chart may have together, and how many marks. More
   * cannot be told apart on a screen, and every report holds them.
   */
  public static final int MOST_POINTS = 5000;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no title, no caption, no line and no band, two
   *     lines or two bands are of one name and provenance, there are too many points or marks, or x
   *     is not one of its axis
   */
  public Chart {
    Names.require("a chart", title);
    lines = List.copyOf(lines);
    bands = List.copyOf(bands);
    marks = List.copyOf(marks);
    String what = "chart '" + title + "'";
    if (caption.isBlank()) {
      throw new IllegalArgumentException(what + " needs a caption");
    }
    if (lines.isEmpty() && bands.isEmpty()) {
      throw new IllegalArgumentException(what + " has neither lines nor bands");
    }
    Set<List<Object>> names = new HashSet<>();
    for (Line line : lines) {
      if (!names.add(List.of(line.provenance(), line.name()))) {
        throw new IllegalArgumentException(what + " has two lines '" + line.name() + "'");
      }
    }
    for (Band band : bands) {
      if (!names.add(List.of(band.name()))) {
        throw new IllegalArgumentException(what + " has two bands '" + band.name() + "'");
      }
    }
    requireFew(what, "points", points(lines, bands));
    requireFew(what, "marks", marks.size());
    xs(lines, bands, marks)
        .filter(value -> !x.has(value))
        .findFirst()
        .ifPresent(
            value -> {
              throw new IllegalArgumentException(
                  "%s: %s is no time in whole milliseconds".formatted(what, value));
            });
  }

  private static int points(List<Line> lines, List<Band> bands) {
    return lines.stream().mapToInt(line -> line.x().length).sum()
        + bands.stream().mapToInt(band -> band.x().length).sum();
  }

  private static void requireFew(String chart, String what, int count) {
    if (count > MOST_POINTS) {
      throw new IllegalArgumentException(
          "%s has %d %s; show %d at most".formatted(chart, count, what, MOST_POINTS));
    }
  }

  private static DoubleStream xs(List<Line> lines, List<Band> bands, List<Mark> marks) {
    return DoubleStream.concat(
        DoubleStream.concat(
            lines.stream().flatMapToDouble(line -> DoubleStream.of(line.x())),
            bands.stream().flatMapToDouble(band -> DoubleStream.of(band.x()))),
        marks.stream().flatMapToDouble(mark -> DoubleStream.of(mark.from(), mark.to())));
  }
}
