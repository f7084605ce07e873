package dev.carousel.layer;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Products;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link AdaptiveSoftmax} describes. */
final class AdaptiveReadout implements Readout {
  private final int[] starts;
  private final int tokens;
  private final Dense head;
  private final List<Parameter> projections = new ArrayList<>();
  private final List<Dense> clusters = new ArrayList<>();

  AdaptiveReadout(
      AdaptiveSoftmax described,
      String name,
      int inputs,
      int tokens,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    this.tokens = tokens;
    starts = described.cutoffs().stream().mapToInt(Integer::intValue).toArray();
    head =
        new Dense(name + ".head", inputs, starts[0] + starts.length, kernels, initializer, random);
    for (int i = 0; i < starts.length; i++) {
      int width = (int) Math.max(1, Math.ceil(inputs / Math.pow(described.factor(), i + 1)));
      String cluster = name + ".cluster" + (i + 1);
      float[] values = initializer.values(Role.DENSE, width, inputs, inputs, random);
      projections.add(
          new Parameter(
              cluster + ".U", kernels.tensor(values, width, inputs), kernels.zeros(width, inputs)));
      clusters.add(new Dense(cluster, width, end(i) - starts[i], kernels, initializer, random));
    }
  }

  private int end(int cluster) {
    return cluster + 1 < starts.length ? starts[cluster + 1] : tokens;
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(head.parameters());
    for (int i = 0; i < clusters.size(); i++) {
      all.add(projections.get(i));
      all.addAll(clusters.get(i).parameters());
    }
    return all;
  }

  private Variable cluster(int i, Variable h) {
    Variable projected = Products.timesTransposed(h, h.tape().parameter(projections.get(i)));
    return clusters.get(i).apply(projected);
  }

  /** The log-probabilities of all tokens, without a gradient. */
  @Override
  public Variable apply(Variable h) {
    Tape tape = h.tape();
    Kernels kernels = tape.kernels();
    int rows = h.value().rows();
    int heads = starts[0] + starts.length;
    float[] logits = kernels.toArray(head.apply(h).value());
    float[] all = new float[rows * tokens];
    double[][] ofHead = new double[rows][];
    int[] each = IntStream.range(0, heads).toArray();
    for (int row = 0; row < rows; row++) {
      ofHead[row] = new Logits(logits, row * heads, heads).logProbabilities(each);
      for (int k = 0; k < starts[0]; k++) {
        all[row * tokens + k] = (float) ofHead[row][k];
      }
    }
    for (int i = 0; i < starts.length; i++) {
      float[] own = kernels.toArray(cluster(i, h).value());
      int width = end(i) - starts[i];
      int[] members = IntStream.range(0, width).toArray();
      for (int row = 0; row < rows; row++) {
        double[] within = new Logits(own, row * width, width).logProbabilities(members);
        for (int k = 0; k < width; k++) {
          all[row * tokens + starts[i] + k] = (float) (ofHead[row][starts[0] + i] + within[k]);
        }
      }
    }
    return tape.constant(tape.tensor(all, rows, tokens));
  }

  @Override
  public Value write(GraphWriter graph, Value h) {
    throw GraphWriter.refused("its readout is an adaptive softmax; train with a full one");
  }

  @Override
  public Variable loss(Variable h, Targets targets, Loss loss) {
    if (!(loss instanceof CrossEntropy) || !(targets instanceof Targets.Labels given)) {
      throw new IllegalArgumentException("an adaptive softmax is for cross-entropy of labels");
    }
    int[] labels = given.labels();
    if (labels.length != h.value().rows()) {
      throw new ShapeException("cross-entropy", h.value().rows() + " labels", labels.length);
    }
    double share = 1.0 / Math.max(1, Arrays.stream(labels).filter(label -> label >= 0).count());
    int[] ofHead = Arrays.stream(labels).map(this::ofHead).toArray();
    Variable sum = Reductions.softmaxCrossEntropy(head.apply(h), ofHead, share);
    for (int i = 0; i < starts.length; i++) {
      int from = starts[i];
      int to = end(i);
      int[] rows =
          IntStream.range(0, labels.length)
              .filter(row -> labels[row] >= from && labels[row] < to)
              .toArray();
      if (rows.length > 0) {
        int[] within = Arrays.stream(rows).map(row -> labels[row] - from).toArray();
        Variable own = cluster(i, RowOperations.gather(h, rows));
        sum = Elementwise.plus(sum, Reductions.softmaxCrossEntropy(own, within, share));
      }
    }
    return sum;
  }

  private int ofHead(int label) {
    if (label >= tokens) {
      throw new IllegalArgumentException(
          "label " + label + " for a softmax of " + tokens + " tokens");
    }
    int place = label;
    for (int i = 0; i < starts.length && label >= starts[i]; i++) {
      place = starts[0] + i;
    }
    return place;
  }
}
