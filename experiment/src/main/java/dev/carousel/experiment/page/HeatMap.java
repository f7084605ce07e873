package dev.carousel.experiment.page;

import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A matrix, a byte a number.
 *
 * @param steps the number of rows
 * @param units the number of columns
 * @param low the value of byte 0
 * @param high the value of byte 254
 * @param bytes row by row; 255 where there is no finite number
 */
record HeatMap(int steps, int units, double low, double high, byte[] bytes) {
  private static final int TOP = 254;
  private static final int NONE = 255;

  /**
   * Reads a matrix.
   *
   * @param rows a list of rows of equal length
   * @return the matrix, its extremes as bytes 0 and 254
   * @throws IllegalArgumentException if the rows are not of equal length
   */
  static HeatMap of(JsonNode rows) {
    int steps = rows.size();
    int units = steps == 0 ? 0 : rows.get(0).size();
    double[] values = new double[steps * units];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < steps; t++) {
      JsonNode row = rows.get(t);
      if (row.size() != units) {
        throw new IllegalArgumentException(
            "row %d has %d numbers and row 0 has %d".formatted(t, row.size(), units));
      }
      for (int j = 0; j < units; j++) {
        double value = row.get(j).isNumber() ? row.get(j).doubleValue() : Double.NaN;
        values[t * units + j] = value;
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (low > high) {
      low = 0;
      high = 0;
    }
    byte[] bytes = new byte[values.length];
    for (int k = 0; k < bytes.length; k++) {
      double share = high > low ? (values[k] - low) / (high - low) : 0;
      bytes[k] = (byte) (Double.isFinite(values[k]) ? Math.round(share * TOP) : NONE);
    }
    return new HeatMap(steps, units, low, high, bytes);
  }

  /**
   * Every so manieth row and column, the first among them.
   *
   * @param stepStride 1 for every row
   * @param unitStride 1 for every column
   * @return the smaller matrix, on the same scale
   */
  HeatMap thinned(int stepStride, int unitStride) {
    int fewerSteps = (steps + stepStride - 1) / stepStride;
    int fewerUnits = (units + unitStride - 1) / unitStride;
    byte[] fewer = new byte[fewerSteps * fewerUnits];
    for (int t = 0; t < fewerSteps; t++) {
      for (int j = 0; j < fewerUnits; j++) {
        fewer[t * fewerUnits + j] = bytes[t * stepStride * units + j * unitStride];
      }
    }
    return new HeatMap(fewerSteps, fewerUnits, low, high, fewer);
  }

  /** The matrix for the page. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("steps", steps).put("units", units);
    json.set("min", Compact.number(low));
    json.set("max", Compact.number(high));
    return json.put("bytes", Base64.getEncoder().encodeToString(bytes));
  }
}
