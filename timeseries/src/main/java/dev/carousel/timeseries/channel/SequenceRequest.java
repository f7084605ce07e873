package dev.carousel.timeseries.channel;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.Request;
import dev.carousel.timeseries.labelled.Measurements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sequence that a trained model is asked about: {"values": [1, null, 3]}, or a list a step,
 * {"values": [[1, null], [3, 4]]}, null where missing; and {"times": [0, 0.5]} for steps that are
 * not 1 apart.
 */
public final class SequenceRequest {
  private static final String VALUES = "values";
  private static final String TIMES = "times";

  private SequenceRequest() {}

  /**
   * Reads a request.
   *
   * @param request what was asked
   * @param channels C, how many numbers a step the model reads
   * @return the sequence
   * @throws InvalidDataException if it is none
   */
  public static Measurements read(Map<String, Object> request, int channels) {
    new Request(request).reading(VALUES, TIMES);
    String expected =
        channels == 1
            ? "a list of numbers"
            : "a list of steps, each a list of " + channels + " numbers";
    List<?> steps = list(request, VALUES, expected);
    List<Object> numbers = new ArrayList<>();
    for (int t = 0; t < steps.size(); t++) {
      if (steps.get(t) instanceof List<?> step) {
        if (step.size() != channels) {
          throw new InvalidDataException(
              "step %d under 'values' has %d numbers; the model reads %d"
                  .formatted(t + 1, step.size(), channels));
        }
        numbers.addAll(step);
      } else if (channels == 1) {
        numbers.add(steps.get(t));
      } else {
        throw new InvalidDataException(
            "expected %s under 'values', got %s as step %d"
                .formatted(expected, steps.get(t), t + 1));
      }
    }
    double[] values = new double[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          numbers.get(i) == null ? Double.NaN : number(numbers.get(i), i / channels + 1, VALUES);
    }
    Optional<double[]> times = Optional.empty();
    if (request.containsKey(TIMES)) {
      List<?> given = list(request, TIMES, "a list of numbers");
      double[] all = new double[given.size()];
      Arrays.setAll(all, t -> number(given.get(t), t + 1, TIMES));
      times = Optional.of(all);
    }
    try {
      return new Measurements(channels, values, times);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(e.getMessage(), e);
    }
  }

  private static List<?> list(Map<String, Object> request, String key, String expected) {
    if (!request.containsKey(key)) {
      throw new InvalidDataException("missing key '" + key + "'; expected " + expected);
    }
    if (request.get(key) instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    throw new InvalidDataException(
        "expected %s under '%s', at least one, got %s".formatted(expected, key, request.get(key)));
  }

  private static double number(Object value, int step, String key) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new InvalidDataException(
        "step %d under '%s' is %s, which is not a number".formatted(step, key, value));
  }
}
