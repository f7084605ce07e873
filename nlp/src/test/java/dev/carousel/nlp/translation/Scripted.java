package dev.carousel.nlp.translation;

import dev.carousel.decode.NextTokens;
import java.util.Arrays;

/** Gives sequences that are settled beforehand, each followed by the end. */
final class Scripted implements NextTokens {
  private static final float SURE = 30;

  private final int vocabulary;
  private final int end;
  private int[][] scripts;
  private int position;

  Scripted(int vocabulary, int end, int[][] scripts) {
    this.vocabulary = vocabulary;
    this.end = end;
    this.scripts = scripts;
  }

  @Override
  public int vocabulary() {
    return vocabulary;
  }

  @Override
  public int rows() {
    return scripts.length;
  }

  @Override
  public float[] read(int[] tokens) {
    if (tokens.length != scripts.length) {
      throw new IllegalArgumentException(tokens.length + " tokens for " + scripts.length);
    }
    float[] logits = new float[tokens.length * vocabulary];
    for (int row = 0; row < tokens.length; row++) {
      int[] script = scripts[row];
      logits[row * vocabulary + (position < script.length ? script[position] : end)] = SURE;
    }
    position++;
    return logits;
  }

  @Override
  public void select(int[] which) {
    scripts = Arrays.stream(which).mapToObj(row -> scripts[row]).toArray(int[][]::new);
  }
}
