package dev.carousel.nlp.summary;

import dev.carousel.nlp.text.document.Document;
import java.util.Arrays;

/** What a model is to say of each sentence, a probability. */
public enum SentenceTargets {
  /** 1 for the sentences of the oracle, 0 for the others. */
  ORACLE,
  /**
   * How well the sentence alone agrees with the references, g, against the other sentences: (g -
   * min) / (max - min), and 1 for all if they are equally good. This tells near misses from others.
   */
  GRADED;

  /**
   * The targets of a document.
   *
   * @param document the document
   * @param sentences how many sentences the oracle takes
   * @return one a sentence, each 0 to 1
   */
  float[] of(Document document, int sentences) {
    int count = document.sentences().size();
    float[] targets = new float[count];
    if (this == ORACLE) {
      for (int n : Extract.oracle(document, sentences)) {
        targets[n] = 1;
      }
      return targets;
    }
    double[] gains =
        document.sentences().stream()
            .mapToDouble(sentence -> RougeMean.gain(sentence, document.references()))
            .toArray();
    double least = Arrays.stream(gains).min().orElseThrow();
    double range = Arrays.stream(gains).max().orElseThrow() - least;
    for (int n = 0; n < count; n++) {
      targets[n] = range > 0 ? (float) ((gains[n] - least) / range) : 1;
    }
    return targets;
  }
}
