package dev.carousel.transcription;

import dev.carousel.data.Batch;
import dev.carousel.data.LogitSequence;
import dev.carousel.data.Targets;
import dev.carousel.decode.CtcDecoder;
import dev.carousel.decode.Trellis;
import dev.carousel.loss.Ctc;
import dev.carousel.sequence.Score;
import dev.carousel.train.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Figures of merit of models that are trained with {@link Ctc}: error rates of what a decoder reads
 * out of their outputs, in the units that are asked for, then {@code nats}, the mean of -log p of
 * the right labels over the sequences that have enough steps for them, and {@code impossible}, the
 * number of those that have not. A sequence of the latter kind counts in error rates like any
 * other. Where outputs are no numbers, as of a model that has diverged, all figures but the last
 * are NaN.
 */
public final class TranscriptionScore implements Score {
  /** The mean -log p of the right labels. */
  public static final String NATS = "nats";

  /** The number of sequences with too few steps for their labels. */
  public static final String IMPOSSIBLE = "impossible";

  private final CtcDecoder decoder;
  private final List<Rate> rates;
  private final Edits[] edits;
  private double nats;
  private long counted;
  private long impossible;
  private boolean diverged;

  /**
   * An error rate.
   *
   * @param name what the metric is called, such as "wer"
   * @param units of labels, in order, such as the words that they spell
   */
  public record Rate(String name, Function<int[], ? extends List<?>> units) {
    /**
     * A rate over the labels themselves.
     *
     * @param name what the metric is called
     * @return each label is a unit
     */
    public static Rate ofLabels(String name) {
      return new Rate(
          name,
          labels -> {
            List<Integer> units = new ArrayList<>(labels.length);
            for (int label : labels) {
              units.add(label);
            }
            return units;
          });
    }
  }

  /**
   * Nothing so far.
   *
   * @param decoder finds the labels
   * @param rates the error rates
   */
  public TranscriptionScore(CtcDecoder decoder, List<Rate> rates) {
    this.decoder = decoder;
    this.rates = List.copyOf(rates);
    edits = new Edits[rates.size()];
    Arrays.fill(edits, Edits.NONE);
  }

  /**
   * The metrics, in their order.
   *
   * @param rates the error rates, the deciding one first
   * @return the rates, {@value #NATS} and {@value #IMPOSSIBLE}
   */
  public static List<Metric> metrics(List<Rate> rates) {
    List<Metric> metrics = new ArrayList<>();
    rates.forEach(rate -> metrics.add(new Metric(rate.name(), true)));
    metrics.add(new Metric(NATS, true));
    metrics.add(new Metric(IMPOSSIBLE, true));
    return metrics;
  }

  /** Targets are {@link Targets.Sequences}. */
  @Override
  public void add(Batch batch, float[] outputs) {
    Targets.Sequences targets = (Targets.Sequences) batch.targets();
    for (int b = 0; b < batch.rows(); b++) {
      LogitSequence sequence = LogitSequence.of(outputs, batch, b);
      int[] labels = targets.labels()[b];
      if (hasNaN(sequence)) {
        diverged = true;
        continue;
      }
      int[] found = decoder.labels(sequence);
      for (int i = 0; i < edits.length; i++) {
        Function<int[], ? extends List<?>> units = rates.get(i).units();
        edits[i] = edits[i].plus(Edits.between(units.apply(labels), units.apply(found)));
      }
      if (Trellis.leastSteps(labels) <= sequence.length()) {
        nats -= Ctc.logProbability(sequence, labels);
        counted++;
      } else {
        impossible++;
      }
    }
  }

  private static boolean hasNaN(LogitSequence sequence) {
    for (int t = 0; t < sequence.length(); t++) {
      // Of a row with a logit that is NaN or too large, every probability is NaN.
      if (Double.isNaN(sequence.at(t).logProbability(0))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < edits.length; i++) {
      metrics.put(rates.get(i).name(), diverged ? Double.NaN : edits[i].rate());
    }
    metrics.put(NATS, diverged ? Double.NaN : counted == 0 ? 0 : nats / counted);
    metrics.put(IMPOSSIBLE, (double) impossible);
    return metrics;
  }
}
