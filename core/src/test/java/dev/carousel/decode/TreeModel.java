package dev.carousel.decode;

import dev.carousel.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** Logits and attention that are any function of a source and all tokens read so far. */
final class TreeModel implements NextTokens {
  private final int vocabulary;
  private final BiFunction<Integer, List<Integer>, float[]> logits;
  private final int[] sourceLengths;
  private List<Integer> sources = new ArrayList<>();
  private List<List<Integer>> histories = new ArrayList<>();

  /**
   * A model at the beginning of some sources.
   *
   * @param vocabulary V
   * @param logits [V] of a source's number and what was read
   * @param sourceLengths |X| of each source; empty for a model that does not attend
   * @param sources the number of each source
   */
  TreeModel(
      int vocabulary,
      BiFunction<Integer, List<Integer>, float[]> logits,
      int[] sourceLengths,
      int... sources) {
    this.vocabulary = vocabulary;
    this.logits = logits;
    this.sourceLengths = sourceLengths;
    for (int source : sources) {
      this.sources.add(source);
      histories.add(List.of());
    }
  }

  /** Any logits; some -∞ and many ties if asked for. */
  static BiFunction<Integer, List<Integer>, float[]> any(int vocabulary, long seed, boolean hard) {
    return (source, history) -> {
      RandomStream random = new RandomStream(seed).derive(source + ":" + history);
      float[] row = new float[vocabulary];
      for (int k = 0; k < vocabulary; k++) {
        row[k] = (float) (2 * random.nextGaussian());
        if (hard) {
          row[k] = random.nextInt(4) == 0 ? Float.NEGATIVE_INFINITY : Math.round(row[k] / 2);
        }
      }
      row[random.nextInt(vocabulary)] = 0.5f;
      return row;
    };
  }

  /** Positive weights that add up to 1 over a source, of what was read. */
  static float[] attention(int source, int length, List<Integer> history) {
    RandomStream random = new RandomStream(7).derive(source + "@" + history);
    double[] weights = random.doubles(length, 0.01, 1).map(w -> w * w * w).toArray();
    double sum = Arrays.stream(weights).sum();
    float[] row = new float[length];
    for (int i = 0; i < length; i++) {
      row[i] = (float) (weights[i] / sum);
    }
    return row;
  }

  @Override
  public int vocabulary() {
    return vocabulary;
  }

  @Override
  public int rows() {
    return sources.size();
  }

  @Override
  public float[] read(int[] tokens) {
    if (tokens.length != rows()) {
      throw new IllegalArgumentException(tokens.length + " tokens for " + rows());
    }
    float[] all = new float[rows() * vocabulary];
    List<List<Integer>> longer = new ArrayList<>();
    for (int row = 0; row < rows(); row++) {
      List<Integer> history = new ArrayList<>(histories.get(row));
      history.add(tokens[row]);
      longer.add(history);
      float[] one = logits.apply(sources.get(row), history);
      System.arraycopy(one, 0, all, row * vocabulary, vocabulary);
    }
    histories = longer;
    return all;
  }

  @Override
  public void select(int[] which) {
    sources = new ArrayList<>(Arrays.stream(which).mapToObj(sources::get).toList());
    histories = new ArrayList<>(Arrays.stream(which).mapToObj(histories::get).toList());
  }

  @Override
  public float[] attention() {
    if (sourceLengths.length == 0) {
      return new float[0];
    }
    int longest = Arrays.stream(sourceLengths).max().orElseThrow();
    float[] all = new float[rows() * longest];
    for (int row = 0; row < rows(); row++) {
      int source = sources.get(row);
      float[] one = attention(source, sourceLengths[source], histories.get(row));
      System.arraycopy(one, 0, all, row * longest, one.length);
    }
    return all;
  }
}
