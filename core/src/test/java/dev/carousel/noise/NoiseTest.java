package dev.carousel.noise;

import static dev.carousel.expression.Expression.Mask.Draw.EACH_SEQUENCE;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Tape;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.cell.Explanation;
import dev.carousel.expression.Notation;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the cells that wrap others do to their equations. */
class NoiseTest {
  private static final int INPUTS = 3;

  /** A gated cell with a memory: a state besides the output. */
  record Gated(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var c = eq.state("c");
      var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
      var cNext = eq.next(c, c.plus(tanh(eq.affine("g", x, h)).times(eq.perUnit("p"))));
      return eq.output(eq.next(h, o.times(tanh(cNext))));
    }
  }

  /** A product with something that holds the state; no memory besides. */
  record Reset(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var r = eq.let("r", sigmoid(eq.affine("r", eq.input(), h)));
      return eq.output(eq.next(h, tanh(eq.affine("h̃", eq.input(), r.times(h)))));
    }
  }

  /** Several memories, one of another width, and an output that is no state. */
  record Memories(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var a = eq.state("a");
      var b = eq.state("b_1");
      var narrow = eq.state("n", 2);
      var aNext = eq.next(a, a.times(constant(0.5)).plus(eq.affine("a", eq.input())));
      var bNext = eq.next(b, b.minus(aNext));
      eq.next(narrow, narrow.times(0.9).plus(eq.linear("N", 2, eq.input())));
      return eq.output(tanh(bNext));
    }
  }

  private static List<String> printed(CellEquations equations) {
    return new Explanation(equations, INPUTS).forward(Notation.PLAIN);
  }

  private static void assertRefused(ThrowingCallable mistake, String message) {
    assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** The equations (4) of Krueger et al., whose h is computed from the memory before zoneout. */
  @Test
  void zoneoutCarriesWhatIsZonedOutAndComputesWithTheRest() {
    CellEquations equations = new Zoneout(new Gated(4), 0.05, 0.25).equations();

    assertThat(printed(equations))
        .containsExactly(
            "o_t = σ(W_o x_t + U_o h_{t-1} + b_o)",
            "c̃_t = c_{t-1} + tanh(W_g x_t + U_g h_{t-1} + b_g) ∘ p",
            "c_t = z_c_t ∘ c_{t-1} + (1 - z_c_t) ∘ c̃_t",
            "h̃_t = o_t ∘ tanh(c̃_t)",
            "h_t = z_h_t ∘ h_{t-1} + (1 - z_h_t) ∘ h̃_t",
            "y_t = h_t");
    assertThat(printed(equations.expected()))
        .contains("c_t = 0.25 ∘ c_{t-1} + 0.75 ∘ c̃_t", "h_t = 0.05 ∘ h_{t-1} + 0.95 ∘ h̃_t");
    assertThat(new Explanation(equations, INPUTS).latex())
        .contains("{z_{c}}_t \\circ c_{t-1} + (1 - {z_{c}}_t) \\circ \\tilde{c}_t \\\\");
    assertThat(new Explanation(equations, INPUTS).text())
        .contains(
            """

            Masks (drawn in training; inference puts the expectation in their place)
              z_c_t is 1 with probability 0.25, else 0, anew at each step; expectation 0.25
              z_h_t is 1 with probability 0.05, else 0, anew at each step; expectation 0.05

            """);
    assertThat(new Explanation(equations, INPUTS).mermaid())
        .contains("mask_z_c{{\"z_c_t\"}}", "mask_z_c --> now_c\n", "now_c_tilde --> now_h_tilde\n");
  }

  @Test
  void onlyStatesWithARateAreZonedOut() {
    assertThat(printed(new Zoneout(new Gated(4), 0, 0.25).equations()))
        .contains("c̃_t = c_{t-1} + tanh(W_g x_t + U_g h_{t-1} + b_g) ∘ p")
        .contains("h_t = o_t ∘ tanh(c̃_t)");
    assertThat(printed(new Zoneout(new Gated(4), 0, 0).equations()))
        .isEqualTo(printed(new Gated(4).equations()));
  }

  @Test
  void memoriesOfOneWidthHaveOneMask() {
    assertThat(printed(new Zoneout(new Memories(4), 0, 0.5).equations()))
        .containsExactly(
            "a\u0303_t = a_{t-1} ∘ 0.5 + W_a x_t + b_a",
            "a_t = z_ab_1_t ∘ a_{t-1} + (1 - z_ab_1_t) ∘ a\u0303_t",
            "b\u0303_1_t = b_1_{t-1} - a\u0303_t",
            "b_1_t = z_ab_1_t ∘ b_1_{t-1} + (1 - z_ab_1_t) ∘ b\u0303_1_t",
            "n\u0303_t = n_{t-1} ∘ 0.9 + N x_t",
            "n_t = z_n_t ∘ n_{t-1} + (1 - z_n_t) ∘ n\u0303_t",
            "y_t = tanh(b\u0303_1_t)");
  }

  @Test
  void variationalDropoutMasksWhatIsMultiplied() {
    CellEquations equations = new VariationalDropout(new Gated(4), 0.2, 0.25).equations();

    assertThat(printed(equations))
        .containsExactly(
            "o_t = σ(W_o (m_x ∘ x_t) + U_o (m_h ∘ h_{t-1}) + b_o)",
            "c_t = c_{t-1} + tanh(W_g (m_x ∘ x_t) + U_g (m_h ∘ h_{t-1}) + b_g) ∘ p",
            "h_t = o_t ∘ tanh(c_t)",
            "y_t = h_t");
    assertThat(printed(equations.expected())).isEqualTo(printed(new Gated(4).equations()));
    assertThat(new Explanation(equations, INPUTS).text())
        .contains("m_x is 1.25 with probability 0.8, else 0, once a sequence; expectation 1\n")
        .contains("m_h is 1.333 with probability 0.75, else 0, once a sequence; expectation 1\n");
    assertThat(printed(new VariationalDropout(new Reset(4), 0, 0.5).equations()))
        .contains(
            "r_t = σ(W_r x_t + U_r (m_h ∘ h_{t-1}) + b_r)",
            "h_t = tanh(W_h̃ x_t + U_h̃ (r_t ∘ m_h ∘ h_{t-1}) + b_h̃)");
  }

  @Test
  void namesOfNestedMasksHavePrimes() {
    Cell twice = new Zoneout(new Zoneout(new Reset(4), 0.1, 0), 0.2, 0);
    assertThat(printed(twice.equations()))
        .endsWith(
            "h̃_t = tanh(W_h̃ x_t + U_h̃ (r_t ∘ h_{t-1}) + b_h̃)",
            "h̃′_t = z_h_t ∘ h_{t-1} + (1 - z_h_t) ∘ h̃_t",
            "h_t = z_h′_t ∘ h_{t-1} + (1 - z_h′_t) ∘ h̃′_t",
            "y_t = h_t");
    assertThat(new Explanation(twice.equations(), INPUTS).latex())
        .contains("h_t &= {z_{h'}}_t \\circ h_{t-1} + (1 - {z_{h'}}_t) \\circ \\tilde{h}'_t");
  }

  /** Wrapping adds no parameter; operators on masks count like others, those on the input too. */
  @Test
  void parametersStayAndOperationsAreAdded() {
    CellEquations plain = new Gated(4).equations();
    CellEquations zoned = new Zoneout(new Gated(4), 0.1, 0.1).equations();
    CellEquations dropped = new VariationalDropout(new Gated(4), 0.1, 0.1).equations();

    assertThat(zoned.parameters(INPUTS)).isEqualTo(plain.parameters(INPUTS));
    assertThat(dropped.parameters(INPUTS)).isEqualTo(plain.parameters(INPUTS));
    // z ∘ s, 1 - z, its product with s̃ and the sum, for two states.
    assertThat(zoned.flops(INPUTS)).isEqualTo(plain.flops(INPUTS) + 2 * 4 * 4);
    assertThat(dropped.flops(INPUTS)).isEqualTo(plain.flops(INPUTS) + INPUTS + 4);
    assertThat(zoned.expected().flops(INPUTS)).isEqualTo(plain.flops(INPUTS) + 2 * 3 * 4);
  }

  /** Weights made with one seed are those of the cell inside. */
  @Test
  void initialWeightsAreThoseOfTheCellInside() {
    Kernels kernels = new EjmlKernels();
    List<float[]> plain = weights(new Gated(4), kernels);
    Cell wrapped = new Zoneout(new VariationalDropout(new Gated(4), 0.1, 0.1), 0.1, 0.1);

    assertThat(weights(wrapped, kernels)).usingRecursiveComparison().isEqualTo(plain);
  }

  private static List<float[]> weights(Cell cell, Kernels kernels) {
    return layer(cell, kernels).parameters().stream()
        .map(parameter -> kernels.toArray(parameter.value()))
        .toList();
  }

  private static Recurrent layer(Cell cell, Kernels kernels) {
    return new Recurrent(
        "recurrent",
        RecurrentStack.of(cell),
        INPUTS,
        kernels,
        new PyTorchInitializer(),
        new RandomStream(1));
  }

  /** y = z ∘ 0 + (1 - z) ∘ 1 with a rate of 0.3: the output is the mask, seen from outside. */
  record Ones(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, h.times(0).plus(constant(1))));
    }
  }

  /**
   * The outputs of one step from 0 are 1 - z. 40,000 draws have a standard deviation of √(0.3 · 0.7
   * / 40,000) = 0.0023; six of them are allowed. In prediction each is 1 - 0.3.
   */
  @Test
  void unitsAreZonedOutAtTheRateInTrainingAndInExpectationInPrediction() {
    Kernels kernels = new EjmlKernels();
    Recurrent layer = layer(new Zoneout(new Ones(100), 0.3, 0), kernels);
    int[] lengths = new int[400];
    Arrays.fill(lengths, 1);
    Tape training = Tape.training(kernels, new RandomStream(5));
    float[] drawn =
        kernels.toArray(
            layer
                .apply(training.constant(kernels.zeros(400, INPUTS)), 1, lengths)
                .sequence()
                .value());
    Tape prediction = Tape.prediction(kernels);
    float[] expected =
        kernels.toArray(
            layer
                .apply(prediction.constant(kernels.zeros(400, INPUTS)), 1, lengths)
                .sequence()
                .value());

    double sum = 0;
    for (float value : drawn) {
      assertThat(value).isIn(0f, 1f);
      sum += value;
    }
    assertThat(Math.abs(sum / drawn.length - 0.7)).isLessThan(6 * 0.0023);
    assertThat(expected).containsOnly(0.7f);
  }

  /** Two steps with one mask: of both outputs, h = m ∘ 1, the same units are 0. */
  record Echo(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var m = eq.dropout("m", 0.5, EACH_SEQUENCE);
      return eq.output(eq.next(h, m.times(constant(1))));
    }
  }

  @Test
  void sequencesKeepTheirMaskAndHaveTheirOwn() {
    Kernels kernels = new EjmlKernels();
    Tape tape = Tape.training(kernels, new RandomStream(5));
    float[] outputs =
        kernels.toArray(
            layer(new Echo(64), kernels)
                .apply(tape.constant(kernels.zeros(3 * 2, INPUTS)), 3, new int[] {3, 3})
                .sequence()
                .value());
    float[] first = Arrays.copyOfRange(outputs, 0, 2 * 64);

    assertThat(Arrays.copyOfRange(outputs, 2 * 64, 4 * 64)).isEqualTo(first);
    assertThat(Arrays.copyOfRange(outputs, 4 * 64, 6 * 64)).isEqualTo(first);
    assertThat(Arrays.copyOf(first, 64)).isNotEqualTo(Arrays.copyOfRange(first, 64, 128));
  }

  @Test
  void ratesWithoutAnythingToApplyThemToAreRefused() {
    assertRefused(
        () -> new Zoneout(new Reset(4), 0.05, 0.1),
        "memory is 0.1, but the cell has no state besides its output; set memory to 0");
    assertRefused(
        () -> new Zoneout(new Memories(4), 0.05, 0),
        "hidden is 0.05, but no state of the cell is its output; set hidden to 0");
    assertRefused(
        () -> new VariationalDropout(new Memories(4), 0.1, 0.2),
        "recurrent is 0.2, but no product of the cell has a state in its operand; set recurrent to"
            + " 0");
    assertRefused(
        () -> new VariationalDropout(new Ones(4), 0.1, 0),
        "input is 0.1, but no product of the cell has the input as its operand; set input to 0");
  }

  @Test
  void impossibleRatesAreRefused() {
    assertRefused(
        () -> new Zoneout(new Gated(4), 1, 0), "hidden must be at least 0 and below 1, got 1.0");
    assertRefused(
        () -> new Zoneout(new Gated(4), 0, -0.1),
        "memory must be at least 0 and below 1, got -0.1");
    assertRefused(
        () -> new VariationalDropout(new Gated(4), Double.NaN, 0),
        "input must be at least 0 and below 1, got NaN");
    assertRefused(
        () -> new VariationalDropout(new Gated(4), 0, 1.5),
        "recurrent must be at least 0 and below 1, got 1.5");
  }

  /** A state n beside a value that has the name that n would get, in another encoding. */
  record Composed(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var n = eq.state("n");
      var candidate = eq.let("\u00f1", tanh(eq.affine("n", eq.input(), n)));
      return eq.output(eq.next(n, n.plus(candidate).times(0.5)));
    }
  }

  @Test
  void lettersThatLookAlikeAreToldApart() {
    assertThat(printed(new Zoneout(new Composed(4), 0.1, 0).equations()))
        .contains("n\u0303′_t = (n_{t-1} + \u00f1_t) ∘ 0.5");
  }
}
