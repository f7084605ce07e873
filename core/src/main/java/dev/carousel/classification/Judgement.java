package dev.carousel.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.sequence.BatchOrder;
import dev.carousel.sequence.Sequences;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a model answers to a sequence whose class is known.
 *
 * @param sequence the number of the sequence
 * @param answer the likeliest class
 * @param probability that the model gives it
 * @param right whether it is the sequence's class
 */
public record Judgement(int sequence, int answer, double probability, boolean right) {
  /**
   * Asks a model about all sequences.
   *
   * @param sequences whose targets are a class a sequence
   * @param classes the number of classes
   * @param predictor the model
   * @param batchSize the number of sequences a batch
   * @return a judgement a sequence, the surest first, of equally sure ones the first
   */
  public static List<Judgement> surestFirst(
      Sequences sequences, int classes, Predictor predictor, int batchSize) {
    List<Judgement> judgements = new ArrayList<>();
    for (int[] which : BatchOrder.settled(sequences, batchSize)) {
      Batch batch = sequences.batch(which);
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      float[] outputs = predictor.predict(batch);
      for (int b = 0; b < which.length; b++) {
        Logits logits = new Logits(outputs, b * classes, classes);
        int answer = logits.likeliest();
        judgements.add(
            new Judgement(
                which[b], answer, Math.exp(logits.logProbability(answer)), answer == labels[b]));
      }
    }
    judgements.sort(
        Comparator.comparingDouble(Judgement::probability)
            .reversed()
            .thenComparingInt(Judgement::sequence));
    return judgements;
  }
}
