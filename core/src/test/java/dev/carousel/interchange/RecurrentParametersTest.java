package dev.carousel.interchange;

import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentParametersTest {
  /** Two widths, and two weights of each operand. */
  private record Narrow(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h", 2);
      var a = eq.let("a", tanh(eq.affine("a", x, h)));
      var b = eq.let("b", tanh(eq.affine("b", x, h)));
      return eq.output(eq.next(h, eq.affine("r", 2, a.times(b))));
    }
  }

  @Test
  void everyWeightAndVectorIsFound() {
    RecurrentStack stack = new RecurrentStack(new Narrow(3), 2, true, 0);
    List<Parameter> parameters =
        new Recurrent(
                "r", stack, 5, new EjmlKernels(), new UniformInitializer(1), new RandomStream(1))
            .parameters();
    List<Parameter> last = parameters.subList(12, 16);
    Layer.Recurrent layer = (Layer.Recurrent) last.get(0).layer();
    assertThat(layer.name()).isEqualTo("r.1.backward");
    assertThat(layer.number()).isEqualTo(1);
    assertThat(layer.directions()).isEqualTo(2);
    assertThat(last).allSatisfy(each -> assertThat(each.layer()).isEqualTo(layer));
    assertThat(parameters.get(11).layer()).isNotEqualTo(layer);

    RecurrentParameters found = RecurrentParameters.of(layer, last);
    // The layer reads both directions of the one below, 2 wide each.
    assertThat(found.inputs()).isEqualTo(4);
    assertThat(found.named())
        .containsEntry("W_a", new Slice(last.get(0), 0, Shape.of(3, 4)))
        .containsEntry("W_b", new Slice(last.get(0), 12, Shape.of(3, 4)))
        .containsEntry("U_a", new Slice(last.get(1), 0, Shape.of(3, 2)))
        .containsEntry("U_b", new Slice(last.get(1), 6, Shape.of(3, 2)))
        .containsEntry("U_r", new Slice(last.get(2), 0, Shape.of(2, 3)))
        .containsEntry("b_a", new Slice(last.get(3), 0, Shape.of(3)))
        .containsEntry("b_b", new Slice(last.get(3), 3, Shape.of(3)))
        .containsEntry("b_r", new Slice(last.get(3), 6, Shape.of(2)))
        .hasSize(8);
  }
}
