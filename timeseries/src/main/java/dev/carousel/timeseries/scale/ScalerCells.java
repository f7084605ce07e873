package dev.carousel.timeseries.scale;

import java.util.List;

/** A fitted scale as cells of a table, whose numbers are kept to the last bit. */
public final class ScalerCells {
  /** What the cells are called. */
  public static final List<String> NAMES =
      List.of("transform", "lambda", "logUnit", "offset", "factor");

  private ScalerCells() {}

  /**
   * Writes the cells.
   *
   * @param scaler what was fitted
   * @return as many as there are names
   */
  public static List<String> of(Scaler scaler) {
    String kind = "identity";
    String lambda = "";
    String unit = "";
    if (scaler.transform() instanceof Transform.Logarithm) {
      kind = "logarithm";
    } else if (scaler.transform() instanceof Transform.Power power) {
      kind = "power";
      lambda = Double.toString(power.lambda());
      unit = Double.toString(power.logUnit());
    }
    return List.of(
        kind, lambda, unit, Double.toString(scaler.offset()), Double.toString(scaler.factor()));
  }

  /**
   * Reads the cells.
   *
   * @param cells what {@link #of} has written
   * @return an equal scale
   * @throws IllegalArgumentException if they are no such cells
   */
  public static Scaler read(List<String> cells) {
    if (cells.size() != NAMES.size()) {
      throw new IllegalArgumentException(
          "a scale is %d cells, not %d".formatted(NAMES.size(), cells.size()));
    }
    Transform transform =
        switch (cells.get(0)) {
          case "identity" -> new Transform.Identity();
          case "logarithm" -> new Transform.Logarithm();
          case "power" ->
              new Transform.Power(
                  Double.parseDouble(cells.get(1)), Double.parseDouble(cells.get(2)));
          default ->
              throw new IllegalArgumentException("no transform '%s'".formatted(cells.get(0)));
        };
    return new Scaler(
        transform, Double.parseDouble(cells.get(3)), Double.parseDouble(cells.get(4)));
  }
}
