package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Convolutions;
import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.FrameShape;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PatchGrid;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolution and pooling against their definitions, and their gradients. */
class ConvolutionsTest {
  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());
  private final RandomStream random = new RandomStream(5);

  static List<PatchGrid> grids() {
    return List.of(
        new PatchGrid(new FrameShape(1, 1, 1), 1, 1, 0),
        new PatchGrid(new FrameShape(1, 1, 2), 3, 2, 1),
        new PatchGrid(new FrameShape(5, 3, 2), 3, 1, 1),
        new PatchGrid(new FrameShape(5, 4, 3), 2, 2, 0),
        new PatchGrid(new FrameShape(4, 5, 1), 3, 2, 2),
        new PatchGrid(new FrameShape(3, 4, 2), 1, 2, 0));
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private Tensor tensor(int rows, int columns) {
    return kernels.tensor(numbers(rows * columns), rows, columns);
  }

  /** Different numbers, so far apart that a difference changes no maximum. */
  private Tensor apart(int rows, int columns) {
    int[] order = IntStream.range(0, rows * columns).toArray();
    random.shuffle(order);
    float[] values = new float[order.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (order[i] - values.length / 2) / 8f;
    }
    return kernels.tensor(values, rows, columns);
  }

  /** A sum in which every element has a weight of its own. */
  private Variable weighted(Variable result) {
    float[] weights = new float[result.value().shape().elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (Math.cos(2.5 * i) + (i % 2 == 0 ? 0.3 : -0.3));
    }
    Tensor factors = kernels.tensor(weights, result.value().shape().sizes());
    return Reductions.sum(Elementwise.times(result, result.tape().constant(factors)), 0.25);
  }

  private float element(PatchGrid grid, float[] frames, int n, int y, int x, int c) {
    FrameShape frame = grid.frame();
    if (y < 0 || y >= frame.height() || x < 0 || x >= frame.width()) {
      return 0;
    }
    return frames[((n * frame.height() + y) * frame.width() + x) * frame.channels() + c];
  }

  @ParameterizedTest
  @MethodSource("grids")
  void convolutionIsItsDefinition(PatchGrid grid) {
    int n = 3;
    int filters = 4;
    float[] frames = numbers(n * grid.frame().elements());
    float[] w = numbers(filters * grid.patchElements());
    float[] b = numbers(filters);
    Tape tape = Tape.prediction(kernels);
    Variable y =
        Convolutions.convolve(
            tape.constant(kernels.tensor(frames, n, grid.frame().elements())),
            tape.constant(kernels.tensor(w, filters, grid.patchElements())),
            tape.constant(kernels.tensor(b, 1, filters)),
            grid);

    assertThat(y.value().shape().sizes()).containsExactly(n, grid.patches() * filters);
    float[] actual = kernels.toArray(y.value());
    int next = 0;
    for (int frame = 0; frame < n; frame++) {
      for (int i = 0; i < grid.height(); i++) {
        for (int j = 0; j < grid.width(); j++) {
          for (int f = 0; f < filters; f++) {
            double sum = b[f];
            double size = Math.abs(sum);
            int weight = f * grid.patchElements();
            for (int k = 0; k < grid.size(); k++) {
              for (int l = 0; l < grid.size(); l++) {
                for (int c = 0; c < grid.frame().channels(); c++) {
                  int top = i * grid.stride() - grid.padding();
                  int left = j * grid.stride() - grid.padding();
                  double term =
                      (double) w[weight++] * element(grid, frames, frame, top + k, left + l, c);
                  sum += term;
                  size += Math.abs(term);
                }
              }
            }
            // Each term and each addition is rounded once.
            double bound = (grid.patchElements() + 1) * 0x1p-23 * size;
            assertThat((double) actual[next++]).isCloseTo(sum, within(bound));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void gradientsOfConvolution(PatchGrid grid) {
    for (int n : new int[] {1, 2}) {
      GradientCheck.check(
          kernels,
          v -> weighted(Convolutions.convolve(v.get(0), v.get(1), v.get(2), grid)),
          tensor(n, grid.frame().elements()),
          tensor(2, grid.patchElements()),
          tensor(1, 2));
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void gradientsOfPooling(PatchGrid grid) {
    GradientCheck.check(
        kernels,
        v -> weighted(Convolutions.maxPool(v.get(0), grid)),
        apart(2, grid.frame().elements()));
    GradientCheck.check(
        kernels,
        v -> weighted(Convolutions.meanPool(v.get(0), grid)),
        tensor(2, grid.frame().elements()));
  }

  /** So many frames that their patches are taken in several slices, the last of them smaller. */
  @Test
  void slicesAreTheSameAsSingleFrames() {
    PatchGrid grid = new PatchGrid(new FrameShape(20, 20, 4), 5, 1, 2);
    int n = 15; // 40,000 numbers a frame: slices of 6
    Tensor frames = tensor(n, grid.frame().elements());
    Parameter w = parameter("w", tensor(3, grid.patchElements()));
    Parameter b = parameter("b", tensor(1, 3));
    Parameter x = parameter("x", frames);
    Tape tape = Tape.training(kernels, new RandomStream(1));
    Variable y =
        Convolutions.convolve(tape.parameter(x), tape.parameter(w), tape.parameter(b), grid);
    float[] together = kernels.toArray(y.value());
    tape.backward(Reductions.sum(Elementwise.times(y, y), 1));

    Parameter wAlone = parameter("w", w.value());
    Parameter bAlone = parameter("b", b.value());
    float[] values = kernels.toArray(frames);
    int size = grid.frame().elements();
    for (int i = 0; i < n; i++) {
      float[] frame = Arrays.copyOfRange(values, i * size, (i + 1) * size);
      Parameter alone = parameter("x", kernels.tensor(frame, 1, size));
      Tape one = Tape.training(kernels, new RandomStream(1));
      Variable yOne =
          Convolutions.convolve(
              one.parameter(alone), one.parameter(wAlone), one.parameter(bAlone), grid);
      int width = yOne.value().columns();
      assertThat(kernels.toArray(yOne.value()))
          .isEqualTo(Arrays.copyOfRange(together, i * width, (i + 1) * width));
      one.backward(Reductions.sum(Elementwise.times(yOne, yOne), 1));
      assertThat(kernels.toArray(alone.gradient()))
          .isEqualTo(Arrays.copyOfRange(kernels.toArray(x.gradient()), i * size, (i + 1) * size));
    }
    // Sums of 6,000 numbers of either sign and about 100 in another order.
    float[] expected = kernels.toArray(wAlone.gradient());
    assertThat(kernels.toArray(w.gradient())).containsExactly(expected, within(0.5f));
    assertThat(kernels.toArray(b.gradient()))
        .containsExactly(kernels.toArray(bAlone.gradient()), within(0.5f));
  }

  private Parameter parameter(String name, Tensor value) {
    return new Parameter(name, value, kernels.zeros(value.shape().sizes()));
  }

  @Test
  void theFirstOfEqualNumbersGetsTheGradient() {
    PatchGrid grid = new PatchGrid(new FrameShape(2, 2, 1), 2, 1, 0);
    Parameter x = parameter("x", kernels.tensor(new float[] {1, 3, 3, 3}, 1, 4));
    Tape tape = Tape.training(kernels, new RandomStream(1));
    Variable y = Convolutions.maxPool(tape.parameter(x), grid);
    tape.backward(Reductions.sum(y, 2));

    assertThat(kernels.toArray(y.value())).containsExactly(3);
    assertThat(kernels.toArray(x.gradient())).containsExactly(0, 2, 0, 0);
  }

  @Test
  void meansCountZerosBeyondTheFrame() {
    PatchGrid grid = new PatchGrid(new FrameShape(1, 2, 2), 2, 2, 1);
    Tape tape = Tape.prediction(kernels);
    Variable x = tape.constant(kernels.tensor(new float[] {4, 8, 12, 20}, 1, 4));
    assertThat(kernels.toArray(Convolutions.meanPool(x, grid).value())).containsExactly(1, 2, 3, 5);
    assertThat(kernels.toArray(Convolutions.maxPool(x, grid).value()))
        .containsExactly(4, 8, 12, 20);
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    PatchGrid grid = new PatchGrid(new FrameShape(4, 4, 3), 2, 2, 0);
    Tape tape = Tape.prediction(kernels);
    Variable frames = tape.constant(kernels.zeros(2, 48));
    Variable weight = tape.constant(kernels.zeros(5, 12));
    Variable bias = tape.constant(kernels.zeros(1, 5));
    assertThatThrownBy(() -> Convolutions.convolve(weight, weight, bias, grid))
        .isInstanceOf(ShapeException.class)
        .hasMessage("convolution: expected rows of 48, frames of 4 x 4 x 3, got [5, 12]");
    assertThatThrownBy(() -> Convolutions.convolve(frames, frames, bias, grid))
        .isInstanceOf(ShapeException.class)
        .hasMessage("filters of a convolution: expected [filters, 12], got [2, 48]");
    assertThatThrownBy(() -> Convolutions.convolve(frames, weight, weight, grid))
        .isInstanceOf(ShapeException.class)
        .hasMessage("bias of a convolution: expected [1, 5], got [5, 12]");
    assertThatThrownBy(() -> Convolutions.maxPool(bias, grid))
        .isInstanceOf(ShapeException.class)
        .hasMessage("maximum pooling: expected rows of 48, frames of 4 x 4 x 3, got [1, 5]");
    assertThatThrownBy(() -> Convolutions.meanPool(bias, grid))
        .isInstanceOf(ShapeException.class)
        .hasMessage("mean pooling: expected rows of 48, frames of 4 x 4 x 3, got [1, 5]");
  }

  /**
   * ((i · factor) mod modulus - modulus / 2) / divisor: numbers that floats add without rounding.
   */
  private Tensor sequence(int rows, int columns, int factor, int modulus, float divisor) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * factor % modulus - modulus / 2) / divisor;
    }
    return kernels.tensor(values, rows, columns);
  }

  /**
   * Figures of PyTorch 2.13.0 in float64, all of which floats hold exactly, by
   *
   * <pre>
   * def seq(n, a, m, d): return torch.tensor([((i * a) % m - m // 2) / d for i in range(n)], dtype=torch.float64)
   * x = seq(120, 7, 17, 4).reshape(2, 5, 4, 3).requires_grad_()
   * w = seq(54, 5, 13, 8).reshape(2, 3, 3, 3).requires_grad_()
   * b = torch.tensor([0.5, -0.25], dtype=torch.float64)
   * y = F.conv2d(x.permute(0, 3, 1, 2), w.permute(0, 3, 1, 2), b, stride=2, padding=1).permute(0, 2, 3, 1)
   * (y * y).sum().backward()
   * F.max_pool2d(x.permute(0, 3, 1, 2), 3, 2, 1).permute(0, 2, 3, 1)
   * F.avg_pool2d(x.permute(0, 3, 1, 2), 3, 2, 1).permute(0, 2, 3, 1) * 36
   * </pre>
   */
  @Test
  void agreesWithPyTorch() {
    PatchGrid grid = new PatchGrid(new FrameShape(5, 4, 3), 3, 2, 1);
    Parameter x = parameter("x", sequence(2, 60, 7, 17, 4));
    Parameter w = parameter("w", sequence(2, 27, 5, 13, 8));
    Tape tape = Tape.training(kernels, new RandomStream(1));
    Variable b = tape.constant(kernels.tensor(new float[] {0.5f, -0.25f}, 1, 2));
    Variable y = Convolutions.convolve(tape.parameter(x), tape.parameter(w), b, grid);
    tape.backward(Reductions.sum(Elementwise.times(y, y), 1));

    assertThat(kernels.toArray(y.value()))
        .containsExactly(
            0.53125f, 0.09375f, -1.3125f, 1.875f, 1.25f, -1.46875f, -1.53125f, 1.40625f, 0.03125f,
            -0.09375f, 0.78125f, -2.375f, 1.1875f, -1.03125f, 3.78125f, -1.90625f, -0.0625f,
            1.71875f, 6.3125f, -2.15625f, -0.78125f, 1.5625f, 2.25f, -3.3125f);
    assertThat(Arrays.copyOf(kernels.toArray(w.gradient()), 6))
        .containsExactly(28.8125f, -16.625f, 23.734375f, -23.734375f, -5.21875f, 36.671875f);
    assertThat(kernels.sum(w.gradient())).isEqualTo(24.03125);
    assertThat(Arrays.copyOf(kernels.toArray(x.gradient()), 6))
        .containsExactly(0.125f, -0.8203125f, -0.0390625f, 2.78125f, -3.5546875f, 2.1953125f);
    assertThat(kernels.sumOfSquares(x.gradient())).isEqualTo(3635.4100952148438);

    Variable frames = tape.constant(x.value());
    assertThat(kernels.toArray(Convolutions.maxPool(frames, grid).value()))
        .containsExactly(
            2f, 0.75f, 1.5f, 1f, 1.75f, 0.25f, 2f, 0.5f, 2f, 0.75f, 2f, 2f, 1.5f, 0f, 1.75f, 0.25f,
            2f, 1.75f, 2f, -0.5f, 1.25f, 2f, 1.5f, 2f, 1.75f, 2f, 1f, 1.75f, 1.25f, 2f, 1.25f, 2f,
            0.5f, 2f, 0.75f, 1.5f);
    float[] means = kernels.toArray(Convolutions.meanPool(frames, grid).value());
    float[] times36 = {
      -9, 2, -4, -3, 5, -21, 3, -6, 19, -18, 11, -11, -4, -10, 18, -21, 21, -5, 22, -18, 10, 1, 9,
      0, 24, -19, 6, -12, 0, 12, 10, 4, -2, 0, -9, -1
    };
    for (int i = 0; i < means.length; i++) {
      // Nine numbers of at most 2, each times a rounded 1/9 and added with a rounding.
      assertThat(36 * means[i]).isCloseTo(times36[i], within(36 * 18 * 2 * 0x1p-24f));
    }
  }
}
