package dev.carousel.benchmarks.workload;

import dev.carousel.random.RandomStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that goes into a step, as plain arrays, so that every system computes the same.
 *
 * @param cell the cell
 * @param shape the sizes
 * @param weights W_g [H, I], U_g [H, H], b_g [H] of each gate and the further vectors [H], by name
 * @param input [T, B, I]
 * @param states the initial states [B, H], by name
 * @param outputAdjoint ∂L/∂output, [T, B, H]
 */
public record Problem(
    BenchmarkCell cell,
    GridShape shape,
    Map<String, float[]> weights,
    float[] input,
    Map<String, float[]> states,
    float[] outputAdjoint) {

  /**
   * Random numbers: weights of U(±1/√H) as PyTorch has them at first, inputs and adjoints of N(0,
   * 1), states of N(0, 1/4).
   *
   * @param cell the cell
   * @param shape the sizes
   * @param zeroStates whether the initial states are 0, for systems that do not take any
   * @param seed equal seeds give equal problems
   * @return the problem
   */
  public static Problem random(BenchmarkCell cell, GridShape shape, boolean zeroStates, long seed) {
    RandomStream random = new RandomStream(seed).derive(cell.label() + " " + shape);
    int units = shape.units();
    double bound = 1 / Math.sqrt(units);
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (String gate : cell.gates()) {
      weights.put("W_" + gate, uniform(units * shape.inputs(), bound, random));
      weights.put("U_" + gate, uniform(units * units, bound, random));
      weights.put("b_" + gate, uniform(units, bound, random));
    }
    for (String vector : cell.vectors()) {
      weights.put(vector, uniform(units, bound, random));
    }
    int rows = shape.steps() * shape.batch();
    float[] input = gaussian(rows * shape.inputs(), 1, random);
    Map<String, float[]> states = new LinkedHashMap<>();
    for (String state : cell.states()) {
      states.put(state, gaussian(shape.batch() * units, zeroStates ? 0 : 0.5, random));
    }
    return new Problem(cell, shape, weights, input, states, gaussian(rows * units, 1, random));
  }

  private static float[] uniform(int count, double bound, RandomStream random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }

  private static float[] gaussian(int count, double deviation, RandomStream random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }
}
