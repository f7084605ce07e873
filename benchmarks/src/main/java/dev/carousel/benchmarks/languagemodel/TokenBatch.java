package dev.carousel.benchmarks.languagemodel;

import dev.carousel.random.RandomStream;

/**
 * A mini-batch of random tokens. What they are does not change the work.
 *
 * @param inputs [T, B]
 * @param targets [T, B]
 */
public record TokenBatch(int[] inputs, int[] targets) {
  /**
   * Random tokens.
   *
   * @param settings the sizes
   * @param random where they come from, advanced
   * @return a batch
   */
  public static TokenBatch random(Settings settings, RandomStream random) {
    int[] inputs = new int[settings.tokens()];
    int[] targets = new int[settings.tokens()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextInt(settings.vocabulary());
      targets[i] = random.nextInt(settings.vocabulary());
    }
    return new TokenBatch(inputs, targets);
  }
}
