package dev.carousel.timing;

import dev.carousel.random.RandomStream;

/**
 * Spike trains T(n) = T(n-1) + F + I(n), T(0) = 0, every delay I(n) uniform in 0…D.
 *
 * @param interval F, the shortest time between two spikes
 * @param maxDelay D, the longest delay
 */
record Intervals(int interval, int maxDelay) {
  /** How a task shows the delays of a sequence to a model and asks for them. */
  interface Form {
    /**
     * Writes the steps of one interval, the last of which has the spike.
     *
     * @param delay the interval's delay
     * @param from its first step
     * @param spike the step of the spike
     * @param inputs where to write the inputs; zeros so far
     * @param targets where to write the targets; zeros so far
     */
    void write(int delay, int from, int spike, float[] inputs, float[] targets);
  }

  Streams draw(int sequences, int spikes, RandomStream random, Form form) {
    float[][] inputs = new float[sequences][];
    float[][] targets = new float[sequences][];
    for (int n = 0; n < sequences; n++) {
      int[] delays = new int[spikes];
      int length = 0;
      for (int k = 0; k < delays.length; k++) {
        delays[k] = random.nextInt(maxDelay + 1);
        length = Math.addExact(length, Math.addExact(interval, delays[k]));
      }
      inputs[n] = new float[length];
      targets[n] = new float[length];
      int from = 0;
      for (int delay : delays) {
        int next = from + interval + delay;
        form.write(delay, from, next - 1, inputs[n], targets[n]);
        from = next;
      }
    }
    return new Streams(inputs, targets);
  }
}
