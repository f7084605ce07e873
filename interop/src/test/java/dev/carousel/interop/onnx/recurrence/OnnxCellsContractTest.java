package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;

/** The contract of cells, fulfilled with every activation function and every other attribute. */
class OnnxCellsContractTest {
  private static final Activation SIGMOID = Activation.of(ActivationFunction.SIGMOID);
  private static final Activation TANH = Activation.of(ActivationFunction.TANH);

  /** An RNN whose activation function has numbers unlike any default. */
  abstract static class ByFunction extends CellContract {
    private final ActivationFunction function;

    ByFunction(ActivationFunction function) {
      this.function = function;
    }

    @Override
    protected Cell cell() {
      double alpha = function.takesAlpha() ? 0.3 : 0;
      double beta = function.takesBeta() ? 0.6 : 0;
      return new OnnxRnn(5, new Activation(function, alpha, beta), OptionalDouble.empty());
    }
  }

  @Nested
  class Relu extends ByFunction {
    Relu() {
      super(ActivationFunction.RELU);
    }
  }

  @Nested
  class Tanh extends ByFunction {
    Tanh() {
      super(ActivationFunction.TANH);
    }
  }

  @Nested
  class Sigmoid extends ByFunction {
    Sigmoid() {
      super(ActivationFunction.SIGMOID);
    }
  }

  @Nested
  class Affine extends ByFunction {
    Affine() {
      super(ActivationFunction.AFFINE);
    }
  }

  @Nested
  class LeakyRelu extends ByFunction {
    LeakyRelu() {
      super(ActivationFunction.LEAKY_RELU);
    }
  }

  @Nested
  class ThresholdedRelu extends ByFunction {
    ThresholdedRelu() {
      super(ActivationFunction.THRESHOLDED_RELU);
    }
  }

  @Nested
  class ScaledTanh extends ByFunction {
    ScaledTanh() {
      super(ActivationFunction.SCALED_TANH);
    }
  }

  @Nested
  class HardSigmoid extends ByFunction {
    HardSigmoid() {
      super(ActivationFunction.HARD_SIGMOID);
    }
  }

  @Nested
  class Elu extends ByFunction {
    Elu() {
      super(ActivationFunction.ELU);
    }
  }

  @Nested
  class Softsign extends ByFunction {
    Softsign() {
      super(ActivationFunction.SOFTSIGN);
    }
  }

  @Nested
  class Softplus extends ByFunction {
    Softplus() {
      super(ActivationFunction.SOFTPLUS);
    }
  }

  @Nested
  class ClippedGru extends CellContract {
    @Override
    protected Cell cell() {
      return new OnnxGru(5, SIGMOID, TANH, OptionalDouble.of(0.7), false);
    }
  }

  @Nested
  class LinearBeforeReset extends CellContract {
    @Override
    protected Cell cell() {
      var softsign = Activation.of(ActivationFunction.SOFTSIGN);
      return new OnnxGru(5, SIGMOID, softsign, OptionalDouble.of(0.7), true);
    }
  }

  @Nested
  class ClippedPeepholes extends CellContract {
    @Override
    protected Cell cell() {
      return new OnnxLstm(5, SIGMOID, TANH, TANH, OptionalDouble.of(0.7), false, true);
    }
  }

  @Nested
  class CoupledGates extends CellContract {
    @Override
    protected Cell cell() {
      var elu = Activation.of(ActivationFunction.ELU);
      return new OnnxLstm(5, SIGMOID, elu, TANH, OptionalDouble.empty(), true, true);
    }
  }

  /** What does not depend on its argument at all still has weights, whose gradients are 0. */
  @Nested
  class ConstantGate extends CellContract {
    @Override
    protected Cell cell() {
      var half = new Activation(ActivationFunction.HARD_SIGMOID, 0, 0.5);
      return new OnnxLstm(5, half, TANH, TANH, OptionalDouble.empty(), false, false);
    }
  }
}
