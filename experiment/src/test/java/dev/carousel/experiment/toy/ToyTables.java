package dev.carousel.experiment.toy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.AnomalyDetector;
import dev.carousel.serve.SeriesForecaster;
import dev.carousel.serve.Service;
import dev.carousel.serve.TableFollower;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says of every line how long it is; one of "x" is refused, and a table needs two lines. */
record ToyTables(Service service) implements SeriesForecaster, AnomalyDetector {
  @Override
  public TableFollower forecasts(Asked asked) {
    return new Follower(asked.toString());
  }

  @Override
  public TableFollower detections() {
    return new Follower("anomalies");
  }

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    return service.answer(requests);
  }

  private static final class Follower implements TableFollower {
    private final String asked;
    private int lines;

    Follower(String asked) {
      this.asked = asked;
    }

    private Map<String, Object> row(double length) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("line, counted", lines);
      row.put("length", length);
      row.put("even", length % 2 == 0);
      row.put("unknown", length > 3 ? Double.NaN : null);
      row.put("asked", asked);
      return row;
    }

    @Override
    public List<Map<String, Object>> read(String line) {
      if (line.equals("x")) {
        throw new InvalidDataException("'x' is refused");
      }
      lines++;
      return line.isEmpty() ? List.of() : List.of(row(line.length()));
    }

    @Override
    public List<Map<String, Object>> end() {
      if (lines < 2) {
        throw new InvalidDataException("two lines are needed, there is " + lines);
      }
      List<Map<String, Object>> rows = new ArrayList<>();
      rows.add(row(0));
      return rows;
    }
  }
}
