package dev.carousel.cells.peephole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Cell;
import dev.carousel.cell.Explanation;
import dev.carousel.cells.peephole.PeepholeLstm.Ablation;
import dev.carousel.expression.Notation;
import dev.carousel.testkit.CellContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The eight variants of Greff et al. (2017): their equations, their sizes and their gradients. */
class AblationsTest {
  private static final int UNITS = 5;
  private static final int INPUTS = 3;
  private static final int GATE = UNITS * (INPUTS + UNITS + 1);

  private static PeepholeLstm cell(Ablation ablation) {
    return new PeepholeLstm(UNITS, 1, ablation);
  }

  private static List<String> equations(Ablation ablation) {
    return new Explanation(cell(ablation).equations(), INPUTS).forward(Notation.PLAIN);
  }

  private static long parameters(Ablation ablation) {
    return cell(ablation).equations().parameters(INPUTS);
  }

  @Test
  void whatIsLeftOutIsGone() {
    assertThat(equations(Ablation.NIG))
        .noneMatch(line -> line.startsWith("i_t"))
        .contains("c_t = f_t ∘ c_{t-1} + g_t");
    assertThat(equations(Ablation.NFG))
        .noneMatch(line -> line.startsWith("f_t"))
        .contains("c_t = c_{t-1} + i_t ∘ g_t");
    assertThat(equations(Ablation.NOG))
        .noneMatch(line -> line.startsWith("o_t"))
        .contains("h_t = tanh(c_t)");
    assertThat(equations(Ablation.NIAF)).contains("g_t = W_g x_t + U_g h_{t-1} + b_g");
    assertThat(equations(Ablation.NOAF)).contains("h_t = o_t ∘ c_t");
    assertThat(equations(Ablation.CIFG)).contains("f_t = 1 - i_t");
    assertThat(equations(Ablation.NP))
        .noneMatch(line -> line.contains("p_"))
        .contains("o_t = σ(W_o x_t + U_o h_{t-1} + b_o)");
  }

  @Test
  void withFullGateRecurrenceEveryGateSeesAllGates() {
    assertThat(equations(Ablation.FGR))
        .contains(
            "f_t = σ(W_f x_t + U_f h_{t-1} + U_f,i i_{t-1} + U_f,f f_{t-1} + U_f,o o_{t-1} + b_f"
                + " + p_f ∘ c_{t-1})");
  }

  /** By hand, from a gate of units × (inputs + units + 1) and a peephole of units. */
  @Test
  void countTheirParameters() {
    assertThat(parameters(Ablation.NONE)).isEqualTo(4 * GATE + 3 * UNITS);
    for (Ablation withoutGate : List.of(Ablation.NIG, Ablation.NFG, Ablation.NOG, Ablation.CIFG)) {
      assertThat(parameters(withoutGate)).isEqualTo(3 * GATE + 2 * UNITS);
    }
    assertThat(parameters(Ablation.NIAF)).isEqualTo(4 * GATE + 3 * UNITS);
    assertThat(parameters(Ablation.NOAF)).isEqualTo(4 * GATE + 3 * UNITS);
    assertThat(parameters(Ablation.NP)).isEqualTo(4 * GATE);
    assertThat(parameters(Ablation.FGR)).isEqualTo(4 * GATE + 3 * UNITS + 9 * UNITS * UNITS);
  }

  @Nested
  class NoInputGate extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.NIG);
    }
  }

  @Nested
  class NoForgetGate extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.NFG);
    }
  }

  @Nested
  class NoOutputGate extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.NOG);
    }
  }

  @Nested
  class NoInputActivation extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.NIAF);
    }
  }

  @Nested
  class NoOutputActivation extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.NOAF);
    }
  }

  @Nested
  class CoupledGates extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.CIFG);
    }
  }

  @Nested
  class NoPeepholes extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.NP);
    }
  }

  @Nested
  class FullGateRecurrence extends CellContract {
    @Override
    protected Cell cell() {
      return AblationsTest.cell(Ablation.FGR);
    }
  }
}
