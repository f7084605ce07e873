package dev.carousel.examples.video;

import dev.carousel.nlp.conditioned.TokenNats;
import dev.carousel.nlp.metric.Bleu;
import dev.carousel.train.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What captions are worth. */
final class CaptionScore {
  static final String EXACT = "exact";
  static final String BLEU = "bleu";
  static final String UNSEEN = "Unseen";

  private CaptionScore() {}

  /** The metrics of a task, of unseen combinations last if there are such. */
  static List<Metric> metrics(boolean unseen) {
    List<Metric> metrics = new ArrayList<>();
    for (String group : unseen ? List.of("", UNSEEN) : List.of("")) {
      metrics.add(new Metric(TokenNats.NATS + group, true));
      metrics.add(new Metric(EXACT + group, false));
      metrics.add(new Metric(BLEU + group, false));
    }
    return metrics;
  }

  /**
   * Compares captions with what may be said.
   *
   * @param captions one for each of the first clips
   * @param references what may be said of each clip
   */
  static Map<String, Double> compared(List<String> captions, List<List<String>> references) {
    int exact = 0;
    for (int n = 0; n < captions.size(); n++) {
      exact += references.get(n).contains(captions.get(n)) ? 1 : 0;
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(EXACT, (double) exact / captions.size());
    figures.put(BLEU, Bleu.DEFAULT.score(captions, references.subList(0, captions.size())).bleu());
    return figures;
  }
}
