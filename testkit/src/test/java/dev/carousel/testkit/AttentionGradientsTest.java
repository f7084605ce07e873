package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.attention.Additive;
import dev.carousel.attention.Attention;
import dev.carousel.attention.AttentionScores;
import dev.carousel.attention.Memory;
import dev.carousel.attention.Multiplicative;
import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention against its formulas, and its gradients. */
class AttentionGradientsTest {
  private static final int QUERY = 3;
  private static final int MEMORY = 4;
  private static final int[] LENGTHS = {5, 1, 3};
  private static final int STEPS = 5;

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());
  private final RandomStream random = new RandomStream(23);

  static List<Attention> attentions() {
    return List.of(new Multiplicative(), new Additive(2));
  }

  private AttentionScores scores(Attention attention) {
    return attention.build(
        "attention", QUERY, MEMORY, kernels, new PyTorchInitializer(), new RandomStream(7));
  }

  private Tensor tensor(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return kernels.tensor(values, rows, columns);
  }

  private Variable weighted(Variable result) {
    float[] weights = new float[result.value().shape().elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.cos(2.5 * i);
    }
    Tensor factors = kernels.tensor(weights, result.value().shape().sizes());
    return Reductions.sum(Elementwise.times(result, result.tape().constant(factors)), 1);
  }

  @ParameterizedTest
  @MethodSource("attentions")
  void gradientsReachQueriesAndMemory(Attention attention) {
    AttentionScores scores = scores(attention);
    for (int queries : new int[] {1, 2}) {
      GradientCheck.check(
          kernels,
          v -> {
            Memory.Attended attended = Memory.of(scores, v.get(0), STEPS, LENGTHS).attend(v.get(1));
            return Elementwise.plus(weighted(attended.contexts()), weighted(attended.weights()));
          },
          tensor(STEPS * LENGTHS.length, MEMORY),
          tensor(queries * LENGTHS.length, QUERY));
    }
  }

  /** Numbers straight from the papers' formulas, in double. */
  @ParameterizedTest
  @MethodSource("attentions")
  void equalsItsFormula(Attention attention) {
    AttentionScores scores = scores(attention);
    int rows = LENGTHS.length;
    int queries = 2;
    Tensor memory = tensor(STEPS * rows, MEMORY);
    Tensor query = tensor(queries * rows, QUERY);
    Tape tape = Tape.prediction(kernels);

    Memory.Attended attended =
        Memory.of(scores, tape.constant(memory), STEPS, LENGTHS).attend(tape.constant(query));

    float[] k = kernels.toArray(memory);
    float[] q = kernels.toArray(query);
    float[] weights = kernels.toArray(attended.weights().value());
    float[] contexts = kernels.toArray(attended.contexts().value());
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < queries; t++) {
        double[] expected = new double[STEPS];
        double sum = 0;
        for (int s = 0; s < LENGTHS[b]; s++) {
          double score =
              score(scores.parameters(), q, (t * rows + b) * QUERY, k, (s * rows + b) * MEMORY);
          expected[s] = Math.exp(score);
          sum += expected[s];
        }
        double[] context = new double[MEMORY];
        for (int s = 0; s < STEPS; s++) {
          // Weights are at most 1, and a score is a sum of fewer than 20 rounded terms of size 10.
          assertThat((double) weights[(b * queries + t) * STEPS + s])
              .isCloseTo(expected[s] / sum, within(1e-5));
          for (int j = 0; j < MEMORY; j++) {
            context[j] += expected[s] / sum * k[(s * rows + b) * MEMORY + j];
          }
        }
        for (int j = 0; j < MEMORY; j++) {
          assertThat((double) contexts[(t * rows + b) * MEMORY + j])
              .isCloseTo(context[j], within(1e-4));
        }
      }
    }
  }

  private double score(List<Parameter> parameters, float[] q, int query, float[] k, int key) {
    float[] w = kernels.toArray(parameters.get(0).value());
    double score = 0;
    if (parameters.size() == 1) {
      for (int i = 0; i < QUERY; i++) {
        for (int j = 0; j < MEMORY; j++) {
          score += (double) q[query + i] * w[i * MEMORY + j] * k[key + j];
        }
      }
      return score;
    }
    float[] u = kernels.toArray(parameters.get(1).value());
    float[] bias = kernels.toArray(parameters.get(2).value());
    float[] v = kernels.toArray(parameters.get(3).value());
    for (int a = 0; a < v.length; a++) {
      double inner = bias[a];
      for (int i = 0; i < QUERY; i++) {
        inner += (double) w[a * QUERY + i] * q[query + i];
      }
      for (int j = 0; j < MEMORY; j++) {
        inner += (double) u[a * MEMORY + j] * k[key + j];
      }
      score += v[a] * Math.tanh(inner);
    }
    return score;
  }
}
