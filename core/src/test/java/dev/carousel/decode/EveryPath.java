package dev.carousel.decode;

import dev.carousel.data.LogitSequence;
import dev.carousel.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All paths of short sequences one by one, to compare with. */
public final class EveryPath {
  private EveryPath() {}

  /**
   * Random outputs for the second of three sequences; those of the others and beyond its end are
   * NaN.
   *
   * @param hard whether one logit in four is -∞, but for the blank's
   */
  public static LogitSequence outputs(int length, int classes, boolean hard, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[(length + 1) * 3 * classes];
    Arrays.fill(values, Float.NaN);
    for (int t = 0; t < length; t++) {
      for (int k = 0; k < classes; k++) {
        double logit = 2 * random.nextGaussian();
        boolean impossible = random.nextDouble() < 0.25 && hard && k > 0;
        values[(t * 3 + 1) * classes + k] = impossible ? Float.NEGATIVE_INFINITY : (float) logit;
      }
    }
    return new LogitSequence(values, classes, 3, 1, length);
  }

  /** The softmax at a step. */
  public static double[] probabilities(LogitSequence outputs, int step) {
    int at = (step * outputs.rows() + outputs.row()) * outputs.classes();
    double[] probabilities = new double[outputs.classes()];
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = Math.exp(outputs.values()[at + k]);
      sum += probabilities[k];
    }
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }

  /** A path with its probability. */
  public record Path(List<Integer> classes, double probability) {
    /** What is left without repetition and then without blanks. */
    public List<Integer> labels() {
      List<Integer> labels = new ArrayList<>();
      for (int t = 0; t < classes.size(); t++) {
        if (t == 0 || !classes.get(t).equals(classes.get(t - 1))) {
          labels.add(classes.get(t));
        }
      }
      labels.removeIf(label -> label == 0);
      return labels;
    }
  }

  /** All classesᵗ paths. */
  public static List<Path> all(LogitSequence outputs) {
    List<Path> paths = List.of(new Path(List.of(), 1));
    for (int t = 0; t < outputs.length(); t++) {
      double[] probabilities = probabilities(outputs, t);
      List<Path> longer = new ArrayList<>();
      for (Path path : paths) {
        for (int k = 0; k < probabilities.length; k++) {
          List<Integer> classes = new ArrayList<>(path.classes);
          classes.add(k);
          longer.add(new Path(classes, path.probability * probabilities[k]));
        }
      }
      paths = longer;
    }
    return paths;
  }

  /** The probability of everything that some path stands for. */
  public static Map<List<Integer>, Double> labellings(LogitSequence outputs) {
    Map<List<Integer>, Double> sums = new LinkedHashMap<>();
    for (Path path : all(outputs)) {
      sums.merge(path.labels(), path.probability, Double::sum);
    }
    return sums;
  }

  /** As arrays have it. */
  public static int[] array(List<Integer> labels) {
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** As lists have it. */
  public static List<Integer> list(int[] labels) {
    return Arrays.stream(labels).boxed().toList();
  }
}
