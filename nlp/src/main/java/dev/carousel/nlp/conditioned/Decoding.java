package dev.carousel.nlp.conditioned;

import dev.carousel.data.Batch;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Hypothesis;
import dev.carousel.decode.NextTokens;
import dev.carousel.sequence.BatchOrder;
import dev.carousel.sequence.Sequences;
import java.util.function.Function;

/**
 * Finds the texts of sources, those of similar length side by side.
 *
 * @param texts how texts are encoded
 * @param search how the best text is looked for
 * @param batchSize how many sources side by side, at least 1
 */
public record Decoding(TargetTexts texts, BeamSearch search, int batchSize) {
  /**
   * Decodes.
   *
   * @param sources what is to be told of
   * @param model begins to decode from a batch of sources
   * @return the best text found of each, in the order of the sources
   */
  public Hypothesis[] decode(Sequences sources, Function<Batch, NextTokens> model) {
    Hypothesis[] best = new Hypothesis[sources.count()];
    for (int[] which : BatchOrder.settled(sources, batchSize)) {
      Batch batch = sources.batch(which);
      var found = search.search(model.apply(batch), batch.lengths(), texts.begin(), texts.end());
      for (int b = 0; b < which.length; b++) {
        best[which[b]] = found.get(b).get(0);
      }
    }
    return best;
  }

  /**
   * How texts are looked for in parts that are measured often: likewise, but greedily.
   *
   * @return a decoding of width 1 without penalties and of the same greatest length
   */
  public Decoding greedy() {
    return new Decoding(
        texts,
        new BeamSearch(1, search.maxLength(), search.maxLengthPerSourceToken(), 0, 0),
        batchSize);
  }
}
