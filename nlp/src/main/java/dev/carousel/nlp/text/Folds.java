package dev.carousel.nlp.text;

import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How data without parts of their own are split, as in cross-validation: they are dealt to {@code
 * folds} folds in an order drawn from {@code seed}; one fold is the test part, the next (after the
 * last the first) the validation part, all others are the training part. So {@code fold} = 0, 1, …
 * make each example a test example once. The seed is the data's own: an experiment's seed does not
 * change the split.
 *
 * @param folds how many folds, at least 3
 * @param fold the test part, 0 to folds - 1
 * @param seed decides the order
 */
public record Folds(int folds, int fold, long seed) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are fewer than 3 folds or the fold is none of them
   */
  public Folds {
    if (folds < 3) {
      throw new IllegalArgumentException(
          "folds must be at least 3, for a test, a validation and a training part; got " + folds);
    }
    if (fold < 0 || fold >= folds) {
      throw new IllegalArgumentException("fold must be 0 to %d, got %d".formatted(folds - 1, fold));
    }
  }

  /**
   * Deals keys out, as evenly as possible.
   *
   * @param keys different keys
   * @param name what is dealt; another name gives another order
   * @return the part of each key
   */
  public Map<String, Split> deal(Collection<String> keys, String name) {
    List<String> all = new ArrayList<>(keys);
    int[] order = IntStream.range(0, all.size()).toArray();
    new RandomStream(seed).derive("folds " + name).shuffle(order);
    Map<String, Split> dealt = new HashMap<>();
    for (int i = 0; i < order.length; i++) {
      dealt.put(all.get(order[i]), part(i % folds));
    }
    return dealt;
  }

  private Split part(int of) {
    if (of == fold) {
      return Split.TEST;
    }
    return of == (fold + 1) % folds ? Split.VALID : Split.TRAIN;
  }
}
