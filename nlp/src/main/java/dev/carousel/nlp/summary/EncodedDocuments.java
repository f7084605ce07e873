package dev.carousel.nlp.summary;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.sequence.Sequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Documents whose sentences are encoded: each step of a sequence is a sentence.
 *
 * @param sentences [document][sentence][token], at least one of each; shared, not copied
 * @param targets [document][sentence]; shared, not copied
 * @param codec names the tokens
 */
record EncodedDocuments(int[][][] sentences, float[][] targets, TextCodec codec)
    implements Sequences {
  private static final int[] PADDING = {0};

  @Override
  public int count() {
    return sentences.length;
  }

  @Override
  public int length(int sequence) {
    return sentences[sequence].length;
  }

  @Override
  public Batch batch(int[] which) {
    int[][][] documents = Arrays.stream(which).mapToObj(n -> sentences[n]).toArray(int[][][]::new);
    int rows = which.length;
    int steps = Arrays.stream(documents).mapToInt(document -> document.length).max().orElseThrow();
    float[] values = new float[steps * rows];
    float[] weights = new float[steps * rows];
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < documents[b].length; t++) {
        values[t * rows + b] = targets[which[b]][t];
        weights[t * rows + b] = 1;
      }
    }
    return batch(documents, new Targets.Values(1, values, weights));
  }

  /**
   * A batch of documents.
   *
   * @param documents [document][sentence][token]
   * @param targets one a sentence, or null
   */
  static Batch batch(int[][][] documents, Targets targets) {
    int rows = documents.length;
    int[] lengths = Arrays.stream(documents).mapToInt(document -> document.length).toArray();
    int steps = Arrays.stream(lengths).max().orElseThrow();
    int[][] parts = new int[steps * rows][];
    Arrays.fill(parts, PADDING);
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        parts[t * rows + b] = documents[b][t];
      }
    }
    Inputs inputs = new Inputs.Nested(PaddedTokens.batch(parts, null));
    return new Batch(steps, rows, lengths, inputs, targets, false);
  }

  /** They are the sentences; of a sentence alone, its tokens. */
  @Override
  public List<String> labels(Batch sequence) {
    if (sequence.inputs() instanceof Inputs.Nested nested) {
      List<String> labels = new ArrayList<>();
      for (int t = 0; t < sequence.steps(); t++) {
        Batch part = nested.parts().sequence(t);
        labels.add(codec.decode(((Inputs.Tokens) part.inputs()).ids()));
      }
      return labels;
    }
    return Sequences.labels(sequence, codec.vocabulary()::token);
  }
}
