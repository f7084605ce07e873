package dev.carousel.loss;

import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.tensor.ShapeException;

/** The mean over rows of -log softmax(logits)[label], in nats. */
public record CrossEntropy() implements Loss {
  @Override
  public Variable of(Variable outputs, Targets targets) {
    if (!(targets instanceof Targets.Labels labels)) {
      throw new IllegalArgumentException(
          "cross-entropy needs one label a row, not " + targets.kind());
    }
    if (labels.labels().length != outputs.value().rows()) {
      throw new ShapeException(
          "cross-entropy", outputs.value().rows() + " labels", labels.labels().length);
    }
    int counted = 0;
    for (int label : labels.labels()) {
      counted += label >= 0 ? 1 : 0;
    }
    return Reductions.softmaxCrossEntropy(outputs, labels.labels(), 1.0 / Math.max(1, counted));
  }
}
