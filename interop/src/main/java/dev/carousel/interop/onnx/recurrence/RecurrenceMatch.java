package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.CellEquations;
import dev.carousel.interop.equations.EquationMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The operator of the standard that computes what a cell does, told by its equations: they are
 * those of the operator, up to what {@link EquationMatch} leaves open. A gate that stands where the
 * standard has one minus it, such as the update gate of a GRU that lets through the candidate, is
 * the standard's with the opposite weights, as σ(-a) = 1 - σ(a).
 *
 * @param cell the operator's cell
 * @param parameters where each of its parameters comes from
 * @param states the names of the given cell's states, by those of the operator's, h and c
 */
public record RecurrenceMatch(
    OnnxCell cell, Map<String, Source> parameters, Map<String, String> states) {
  /** Copies the maps. */
  public RecurrenceMatch {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /**
   * Where a parameter comes from.
   *
   * @param name the given cell's parameter
   * @param opposite whether it is that times -1
   */
  public record Source(String name, boolean opposite) {}

  /** Equations that an operator computes, with one gate's weights as they are or as opposites. */
  private record Candidate(OnnxCell cell, CellEquations equations, Optional<Opposite> opposite) {
    static Candidate of(OnnxCell cell) {
      return new Candidate(cell, cell.equations(), Optional.empty());
    }
  }

  /**
   * A gate of a candidate that is one minus a gate of the operator.
   *
   * @param gate the candidate's
   * @param operators the operator's
   */
  private record Opposite(String gate, String operators) {}

  /**
   * Finds the operator of a cell.
   *
   * @param equations the cell's equations; masks count as their expectations
   * @return the operator, empty if the standard has none
   */
  public static Optional<RecurrenceMatch> of(CellEquations equations) {
    CellEquations expected = equations.expected();
    WrittenActivations written = new WrittenActivations(expected);
    List<Activation> activations = written.activations();
    for (OptionalDouble clip : written.clips()) {
      for (Activation f : activations) {
        for (Candidate candidate : candidates(expected, f, activations, clip)) {
          Optional<EquationMatch> match = EquationMatch.of(candidate.equations, expected);
          if (match.isPresent()) {
            return Optional.of(matched(candidate, match.get()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The operators with as many states, weights and vectors whose gates have an activation. */
  private static List<Candidate> candidates(
      CellEquations equations, Activation f, List<Activation> activations, OptionalDouble clip) {
    int units = equations.units();
    int states = equations.states().size();
    int weights = equations.products().values().stream().mapToInt(List::size).sum();
    int vectors = equations.vectors().size();
    List<Candidate> candidates = new ArrayList<>();
    if (states == 1 && weights == 2 && vectors == 1) {
      candidates.add(Candidate.of(new OnnxRnn(units, f, clip)));
    } else if (states == 1 && weights == 6 && (vectors == 3 || vectors == 4)) {
      for (Activation g : activations) {
        OnnxGru gru = new OnnxGru(units, f, g, clip, vectors == 4);
        candidates.add(Candidate.of(gru));
        if (f.complementary()) {
          Opposite opposite = new Opposite("z", "z");
          candidates.add(new Candidate(gru, gru.equations(true), Optional.of(opposite)));
        }
      }
    } else if (states == 2 && (weights == 6 || weights == 8)) {
      boolean coupled = weights == 6;
      int biases = weights / 2;
      int peepholes = biases - 1;
      if (vectors != biases && vectors != biases + peepholes) {
        return List.of();
      }
      for (Activation g : activations) {
        for (Activation h : activations) {
          OnnxLstm lstm = new OnnxLstm(units, f, g, h, clip, coupled, vectors > biases);
          candidates.add(Candidate.of(lstm));
          if (coupled && f.complementary()) {
            Opposite opposite = new Opposite("f", "i");
            candidates.add(new Candidate(lstm, lstm.equations(true), Optional.of(opposite)));
          }
        }
      }
    }
    return candidates;
  }

  private static RecurrenceMatch matched(Candidate candidate, EquationMatch match) {
    Map<String, Source> parameters = new LinkedHashMap<>();
    match
        .parameters()
        .forEach(
            (name, given) -> {
              Optional<String> operators =
                  candidate
                      .opposite
                      .filter(opposite -> name.endsWith("_" + opposite.gate))
                      .map(opposite -> name.substring(0, 2) + opposite.operators);
              parameters.put(operators.orElse(name), new Source(given, operators.isPresent()));
            });
    return new RecurrenceMatch(candidate.cell, parameters, match.states());
  }

  /**
   * The weights of the operator's cell.
   *
   * @param given the given cell's, by name; not changed
   * @return new arrays by the operator's names, as {@link RecurrenceTensors#of} takes them
   * @throws IllegalArgumentException if one is missing
   */
  public Map<String, float[]> operatorsWeights(Map<String, float[]> given) {
    Map<String, float[]> values = new LinkedHashMap<>();
    parameters.forEach(
        (name, source) -> values.put(name, values(given, source.name, source.opposite)));
    return values;
  }

  /**
   * The weights of the given cell; the inverse of {@link #operatorsWeights}.
   *
   * @param operators those of the operator's cell, by name; not changed
   * @return new arrays by the given cell's names
   * @throws IllegalArgumentException if one is missing
   */
  public Map<String, float[]> cellsWeights(Map<String, float[]> operators) {
    Map<String, float[]> values = new LinkedHashMap<>();
    parameters.forEach(
        (name, source) -> values.put(source.name, values(operators, name, source.opposite)));
    return values;
  }

  private static float[] values(Map<String, float[]> from, String name, boolean opposite) {
    if (!from.containsKey(name)) {
      throw new IllegalArgumentException(
          "parameter '%s' is missing among %s".formatted(name, from.keySet()));
    }
    float[] values = from.get(name).clone();
    for (int i = 0; opposite && i < values.length; i++) {
      values[i] = -values[i];
    }
    return values;
  }
}
