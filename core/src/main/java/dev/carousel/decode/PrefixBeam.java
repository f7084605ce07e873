package dev.carousel.decode;

import dev.carousel.data.LogSum;
import dev.carousel.data.LogitSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Looking for the likeliest labels by following, from step to step, the {@code width} likeliest
 * beginnings of labels, each with the sum over all its paths (Graves, 2012, section 7.5; Hannun,
 * Maas, Jurafsky and Ng, First-Pass Large Vocabulary Continuous Speech Recognition using
 * Bi-Directional Recurrent DNNs, 2014, without a language model). In JSON, "prefix-beam".
 *
 * <p>With y(k) the probability of class k at a step, b(ℓ) that of the paths of ℓ that end in a
 * blank, and n(ℓ) that of those that end in ℓ's last label e:
 *
 * <pre>
 * b'(ℓ)  = y(0) (b(ℓ) + n(ℓ))
 * n'(ℓ)  = y(e) n(ℓ) + what comes from ℓ without e
 * n'(ℓk) = y(k) (b(ℓ) + n(ℓ)), with k = e only y(k) b(ℓ)
 * </pre>
 *
 * <p>The search is exact if the width is that of all beginnings. A beginning that is dropped and
 * comes back has lost its earlier paths, so {@link Labelling#logProbability} is at most that of the
 * labels, and there may be likelier ones. Beginnings that tie are in the order of what they go on
 * from, then of the label that is added, none being first.
 *
 * @param width how many beginnings are followed, at least 1
 */
public record PrefixBeam(int width) implements CtcDecoder {
  private static final Comparator<Candidate> LIKELIEST_FIRST =
      Comparator.comparingDouble(Candidate::total)
          .reversed()
          .thenComparingInt(Candidate::place)
          .thenComparingInt(Candidate::label);

  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public PrefixBeam {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, got " + width);
    }
  }

  /**
   * A beginning that is followed, with the logs of b and n.
   *
   * @param prefix its labels
   * @param blank log b
   * @param labelled log n
   * @param total log (b + n)
   */
  private record Followed(Prefix prefix, double blank, double labelled, double total) {}

  /**
   * A way to go on.
   *
   * @param place the place of what it goes on from
   * @param label the label that is added; 0 for none
   * @param blank log b'
   * @param labelled log n'
   * @param total log (b' + n')
   */
  private record Candidate(int place, int label, double blank, double labelled, double total) {}

  @Override
  public int[] labels(LogitSequence outputs) {
    return search(outputs).get(0).labels();
  }

  /**
   * The likeliest labels that are found.
   *
   * @param outputs what the model says at each step of a sequence
   * @return 1 to {@code width} different labellings, the likeliest first
   * @throws IllegalArgumentException if a logit is NaN or +∞, or all of a step are -∞
   */
  public List<Labelling> search(LogitSequence outputs) {
    double[] logProbabilities = new double[outputs.length() * outputs.classes()];
    outputs.logProbabilities(logProbabilities);
    List<Followed> beam = List.of(new Followed(Prefix.EMPTY, 0, Double.NEGATIVE_INFINITY, 0));
    for (int t = 0; t < outputs.length(); t++) {
      Finite.require(outputs.at(t));
      beam = advanced(beam, logProbabilities, t * outputs.classes(), outputs.classes());
    }
    return beam.stream().map(one -> new Labelling(one.prefix.labels(), one.total)).toList();
  }

  /** The beam after one more step, whose log y are at some place of an array. */
  private List<Followed> advanced(List<Followed> beam, double[] logY, int at, int classes) {
    Map<Prefix, Integer> places = new HashMap<>();
    for (int i = 0; i < beam.size(); i++) {
      places.put(beam.get(i).prefix, i);
    }
    // Which beginnings with a label added are in the beam themselves, and get those paths there.
    boolean[] merged = new boolean[beam.size() * classes];
    // The least likely first, to be dropped.
    PriorityQueue<Candidate> best = new PriorityQueue<>(LIKELIEST_FIRST.reversed());
    for (int i = 0; i < beam.size(); i++) {
      Followed one = beam.get(i);
      double labelled = Double.NEGATIVE_INFINITY;
      if (one.prefix.length() > 0) {
        int label = one.prefix.label();
        labelled = one.labelled + logY[at + label];
        Integer place = places.get(one.prefix.before());
        if (place != null) {
          labelled = LogSum.of(labelled, extended(beam.get(place), label) + logY[at + label]);
          merged[place * classes + label] = true;
        }
      }
      offer(best, i, Trellis.BLANK, one.total + logY[at], labelled);
    }
    for (int i = 0; i < beam.size(); i++) {
      for (int k = 1; k < classes; k++) {
        if (!merged[i * classes + k]) {
          double labelled = extended(beam.get(i), k) + logY[at + k];
          offer(best, i, k, Double.NEGATIVE_INFINITY, labelled);
        }
      }
    }
    List<Candidate> kept = new ArrayList<>(best);
    kept.sort(LIKELIEST_FIRST);
    List<Followed> next = new ArrayList<>(kept.size());
    for (Candidate one : kept) {
      Prefix prefix = beam.get(one.place).prefix;
      Prefix longer = one.label == Trellis.BLANK ? prefix : prefix.with(one.label);
      next.add(new Followed(longer, one.blank, one.labelled, one.total));
    }
    return next;
  }

  /** log of the paths to which a label adds itself. */
  private static double extended(Followed one, int label) {
    boolean repeats = one.prefix.length() > 0 && one.prefix.label() == label;
    return repeats ? one.blank : one.total;
  }

  private void offer(
      PriorityQueue<Candidate> best, int place, int label, double blank, double labelled) {
    double total = LogSum.of(blank, labelled);
    if (total == Double.NEGATIVE_INFINITY) {
      return;
    }
    if (best.size() == width && total < best.peek().total) {
      return;
    }
    best.add(new Candidate(place, label, blank, labelled, total));
    if (best.size() > width) {
      best.poll();
    }
  }
}
