package dev.carousel.nlp.summary;

import dev.carousel.nlp.text.document.Document;
import dev.carousel.nlp.token.Whitespace;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Choosing sentences of a document; of equally good ones the first. */
final class Extract {
  private Extract() {}

  /** The text of some sentences. */
  static String text(List<String> sentences, int[] chosen) {
    return String.join(" ", IntStream.of(chosen).mapToObj(sentences::get).toList());
  }

  /**
   * The numbers of the sentences that have the greatest values.
   *
   * @param count how many sentences there are
   * @param value of each sentence
   * @param wanted how many to choose at most
   * @return in the order of the document
   */
  static int[] greatest(int count, ToDoubleFunction<Integer> value, int wanted) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(value).reversed())
        .limit(wanted)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** How long a sentence is, in words. */
  static int words(String sentence) {
    return (int) new Whitespace(false).tokens(sentence).count();
  }

  /**
   * The sentences that agree best with the references: one after the other the one that, added to
   * those before, gives the greatest {@link RougeMean#gain}.
   *
   * @return their numbers, in the order of the document
   */
  static int[] oracle(Document document, int wanted) {
    List<String> sentences = document.sentences();
    TreeSet<Integer> chosen = new TreeSet<>();
    while (chosen.size() < Math.min(wanted, sentences.size())) {
      int best = -1;
      double bestGain = -1;
      for (int n = 0; n < sentences.size(); n++) {
        if (!chosen.contains(n)) {
          TreeSet<Integer> with = new TreeSet<>(chosen);
          with.add(n);
          int[] numbers = with.stream().mapToInt(Integer::intValue).toArray();
          double gain = RougeMean.gain(text(sentences, numbers), document.references());
          if (gain > bestGain) {
            bestGain = gain;
            best = n;
          }
        }
      }
      chosen.add(best);
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }
}
