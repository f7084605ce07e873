package dev.carousel.nlp.language;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.train.Model;
import java.util.ArrayList;
import java.util.List;

/** A model of one sequence that gives the logits it is told to, and remembers what it has read. */
final class Scripted implements Model {
  static final Kernels KERNELS = new EjmlKernels();

  /** What to give. */
  @FunctionalInterface
  interface Script {
    /** The logits after token number {@code step}, from 0. */
    float[] logits(int step);
  }

  private final Script script;
  private final List<Integer> read = new ArrayList<>();

  private Scripted(Script script) {
    this.script = script;
  }

  static Scripted of(Script script) {
    return new Scripted(script);
  }

  /** Finds the tokens of a text the likeliest, after some that it is asked to read first. */
  static Scripted writing(TextCodec codec, int first, int... ids) {
    return of(
        step -> {
          float[] logits = new float[codec.vocabulary().size()];
          logits[ids[Math.floorMod(step - first + 1, ids.length)]] = 1;
          return logits;
        });
  }

  /** What it has read since it began last. */
  List<Integer> read() {
    return read;
  }

  LanguageGenerator generator(TextCodec codec) {
    return new LanguageGenerator(codec, this, KERNELS);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Variable outputs(Tape tape, Batch batch) {
    if (!batch.continues()) {
      read.clear();
    }
    int width = script.logits(0).length;
    float[] logits = new float[batch.steps() * width];
    int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
    for (int t = 0; t < ids.length; t++) {
      System.arraycopy(script.logits(read.size()), 0, logits, t * width, width);
      read.add(ids[t]);
    }
    return tape.constant(tape.tensor(logits, ids.length, width));
  }

  @Override
  public List<Tensor> carried() {
    return List.of(KERNELS.zeros(1, 1));
  }

  @Override
  public void carry(List<Tensor> states) {}
}
