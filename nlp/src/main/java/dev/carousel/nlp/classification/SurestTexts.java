package dev.carousel.nlp.classification;

import dev.carousel.classification.Judgement;
import dev.carousel.classification.Labels;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Quotations;
import dev.carousel.nlp.text.labelled.LabelledText;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
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

  /** What is shown of a model. */
  List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    List<Judgement> judged = Judgement.surestFirst(encoded, labels.size(), predictor, batchSize);
    List<Exhibit> exhibits = new ArrayList<>();
    for (boolean right : new boolean[] {true, false}) {
      List<List<String>> rows =
          judged.stream()
              .filter(one -> one.right() == right)
              .limit(SHOWN_OF_EACH)
              .map(this::row)
              .toList();
      if (!rows.isEmpty()) {
        exhibits.add(exhibit(right ? "right" : "wrong", rows));
      }
    }
    return exhibits;
  }

  private List<String> row(Judgement judged) {
    LabelledText text = texts.get(judged.sequence());
    return List.of(
        text.text(),
        labels.names().get(judged.answer()),
        String.format(Locale.ROOT, "%.3f", judged.probability()),
        text.label());
  }

  private static Quotations exhibit(String how, List<List<String>> rows) {
    return new Quotations(
        "Surest and " + how,
        "The texts of the test part that the model judges %s and is surest about, with the probability that it gives its answer."
            .formatted(how),
        List.of(
            new Quotations.Column("text", Provenance.DATA),
            new Quotations.Column("answer", Provenance.MODEL),
            new Quotations.Column("probability", Provenance.MODEL),
            new Quotations.Column("label", Provenance.DATA)),
        rows);
  }
}
