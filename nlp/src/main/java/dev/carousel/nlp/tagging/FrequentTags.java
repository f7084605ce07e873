package dev.carousel.nlp.tagging;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.train.Predictor;

/**
 * Gives each token the tag that it has most often in the training part, and those without an id, or
 * not in the training part, the tag that such rare tokens are likely to have: the most frequent of
 * all. Among equally frequent ones it is the one that is more frequent over all, then the first.
 */
final class FrequentTags implements Predictor {
  private final int[] best;
  private final int tags;

  FrequentTags(TaggedTokens training, int tags) {
    this.tags = tags;
    int vocabulary = training.vocabulary().size();
    long[][] counts = new long[vocabulary][tags];
    long[] total = new long[tags];
    for (int n = 0; n < training.count(); n++) {
      for (int t = 0; t < training.ids()[n].length; t++) {
        counts[training.ids()[n][t]][training.tags()[n][t]]++;
        total[training.tags()[n][t]]++;
      }
    }
    best = new int[vocabulary];
    for (int id = 0; id < vocabulary; id++) {
      for (int tag = 1; tag < tags; tag++) {
        long more = counts[id][tag] - counts[id][best[id]];
        if (more > 0 || more == 0 && total[tag] > total[best[id]]) {
          best[id] = tag;
        }
      }
    }
  }

  @Override
  public float[] predict(Batch batch) {
    int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
    float[] outputs = new float[ids.length * tags];
    for (int row = 0; row < ids.length; row++) {
      outputs[row * tags + best[ids[row]]] = 1;
    }
    return outputs;
  }
}
