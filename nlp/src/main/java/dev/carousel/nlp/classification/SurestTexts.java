package dev.carousel.nlp.classification;

import dev.carousel.classification.Labels;
import dev.carousel.data.Logits;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.nlp.text.labelled.LabelledText;
import dev.carousel.sequence.BatchOrder;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The texts about which a model is surest, those that it judges right and those that it judges
 * wrong.
 *
 * @param texts the texts of a part
 * @param encoded the same, encoded
 * @param labels the classes
 */
record SurestTexts(List<LabelledText> texts, LabelledTokens encoded, Labels labels) {
  private static final int SHOWN_OF_EACH = 5;

  private record Judged(LabelledText text, String label, double probability) {
    boolean right() {
      return text.label().equals(label);
    }
  }

  /** What is shown of a model. */
  List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    List<Judged> judged = new ArrayList<>();
    for (int[] which : BatchOrder.settled(encoded, batchSize)) {
      float[] outputs = predictor.predict(encoded.batch(which));
      for (int b = 0; b < which.length; b++) {
        Logits logits = new Logits(outputs, b * labels.size(), labels.size());
        int likeliest = logits.likeliest();
        judged.add(
            new Judged(
                texts.get(which[b]),
                labels.names().get(likeliest),
                Math.exp(logits.logProbability(likeliest))));
      }
    }
    List<Exhibit> exhibits = new ArrayList<>();
    show("Surest and right", true, judged, exhibits);
    show("Surest and wrong", false, judged, exhibits);
    return exhibits;
  }

  private static void show(
      String title, boolean right, List<Judged> judged, List<Exhibit> exhibits) {
    List<List<String>> rows =
        judged.stream()
            .filter(one -> one.right() == right)
            .sorted(Comparator.comparingDouble(Judged::probability).reversed())
            .limit(SHOWN_OF_EACH)
            .map(
                one ->
                    List.of(
                        one.text.text(),
                        String.format(Locale.ROOT, "%s, %.3f", one.label, one.probability),
                        one.text.label()))
            .toList();
    if (!rows.isEmpty()) {
      exhibits.add(
          new Quotations(
              title,
              "Texts of the test part that the model judges %s, with the probability that it gives its answer."
                  .formatted(right ? "right" : "wrong"),
              List.of(
                  new Quotations.Column("text", Provenance.DATA),
                  new Quotations.Column("answer", Provenance.MODEL),
                  new Quotations.Column("label", Provenance.DATA)),
              rows));
    }
  }
}
