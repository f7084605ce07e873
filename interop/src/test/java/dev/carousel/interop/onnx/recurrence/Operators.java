package dev.carousel.interop.onnx.recurrence;

import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Operators with any attributes that are possible together. */
final class Operators {
  private Operators() {}

  static Arbitrary<RecurrentOperator> any() {
    return Combinators.combine(
            Arbitraries.of(Direction.class), Arbitraries.of(Layout.class), cells(), activations())
        .as(
            (direction, layout, cell, other) -> {
              List<Activation> second =
                  cell.activations().stream().map(activation -> other).toList();
              return new RecurrentOperator(
                  direction,
                  layout,
                  direction.count() == 1 ? List.of(cell) : List.of(cell, cell.with(second)));
            });
  }

  static Arbitrary<OnnxCell> cells() {
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    Arbitrary<OptionalDouble> clips =
        Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(0.3), OptionalDouble.of(5));
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            activations().list().ofSize(3),
            clips,
            either,
            either,
            Arbitraries.of("RNN", "GRU", "LSTM"))
        .as(
            (units, f, clip, one, two, operator) ->
                switch (operator) {
                  case "RNN" -> new OnnxRnn(units, f.get(0), clip);
                  case "GRU" -> new OnnxGru(units, f.get(0), f.get(1), clip, one);
                  default -> new OnnxLstm(units, f.get(0), f.get(1), f.get(2), clip, one, two);
                });
  }

  static Arbitrary<Activation> activations() {
    Arbitrary<Float> number = Arbitraries.floats().between(0.05f, 1.5f);
    return Combinators.combine(Arbitraries.of(ActivationFunction.class), number, number)
        .as(
            (function, alpha, beta) ->
                new Activation(
                    function,
                    function.takesAlpha() ? Activation.written(alpha) : 0,
                    function.takesBeta() ? Activation.written(beta) : 0));
  }
}
