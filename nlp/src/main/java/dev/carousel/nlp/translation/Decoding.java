package dev.carousel.nlp.translation;

import dev.carousel.data.Batch;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Hypothesis;
import dev.carousel.decode.NextTokens;
import dev.carousel.sequence.PaddedTokens;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Translates encoded texts, those of similar length side by side.
 *
 * @param languages how texts are encoded
 * @param search how the best translation is looked for
 * @param batchSize how many texts side by side
 */
record Decoding(Languages languages, BeamSearch search, int batchSize) {
  /**
   * Translates.
   *
   * @param sources the tokens of each text
   * @param model begins to decode from a batch of texts
   * @return the best translation found of each, in the order of the sources
   */
  Hypothesis[] translate(int[][] sources, Function<Batch, NextTokens> model) {
    int[] order =
        IntStream.range(0, sources.length)
            .boxed()
            .sorted(Comparator.comparingInt(n -> sources[n].length))
            .mapToInt(Integer::intValue)
            .toArray();
    Hypothesis[] best = new Hypothesis[sources.length];
    for (int from = 0; from < order.length; from += batchSize) {
      int[] which =
          Arrays.copyOfRange(order, from, (int) Math.min(order.length, (long) from + batchSize));
      Batch batch =
          PaddedTokens.batch(
              Arrays.stream(which).mapToObj(n -> sources[n]).toArray(int[][]::new), null);
      var found =
          search.search(model.apply(batch), batch.lengths(), languages.begin(), languages.end());
      for (int b = 0; b < which.length; b++) {
        best[which[b]] = found.get(b).get(0);
      }
    }
    return best;
  }
}
