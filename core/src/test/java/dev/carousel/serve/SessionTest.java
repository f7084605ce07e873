package dev.carousel.serve;

import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightFile;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private static final int WIDTH = 3;
  private static final int OUTPUTS = 2;
  private static final Signature PER_STEP =
      new Signature(new Signature.Features(WIDTH), OUTPUTS, true);
  private static final Signature PER_SEQUENCE =
      new Signature(new Signature.Features(WIDTH), OUTPUTS, false);
  // Sums of at most 5 numbers below 1 in another order.
  private static final float ROUNDING = 1e-6f;

  private final Kernels kernels = new EjmlKernels();
  private final RandomStream random = new RandomStream(7);

  @TempDir private Path folder;

  /** Two states, so that mixing them up is seen. */
  private record Gated(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var c = eq.state("c");
      var f = eq.let("f", sigmoid(eq.affine("f", eq.input(), h)));
      var next = eq.next(c, f.times(c).plus(tanh(eq.affine("g", eq.input(), h))));
      return eq.output(eq.next(h, tanh(next)));
    }
  }

  private static Architecture architecture(boolean bidirectional) {
    return new SequenceArchitecture(
        new RecurrentStack(new Gated(5), 2, bidirectional, 0.3),
        OptionalInt.empty(),
        0.3,
        new PyTorchInitializer());
  }

  private Path written(Model model) throws IOException {
    Path file = folder.resolve("model.safetensors");
    WeightFile.write(file, model.parameters(), new OwnNaming(), kernels, Map.of());
    return file;
  }

  private Session session(Architecture architecture, Signature signature) throws IOException {
    Path weights = written(architecture.build(signature, kernels, new RandomStream(3)));
    return Session.load(weights, architecture, signature, kernels);
  }

  private Inputs.Features features(int steps, int rows) {
    float[] values = new float[steps * rows * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Inputs.Features(WIDTH, values);
  }

  private static Inputs.Features step(Inputs.Features all, int t, int rows) {
    int each = rows * WIDTH;
    return new Inputs.Features(WIDTH, Arrays.copyOfRange(all.values(), t * each, (t + 1) * each));
  }

  @Test
  void answersAsTheModelThatWasKept() throws IOException {
    Model model = architecture(true).build(PER_SEQUENCE, kernels, new RandomStream(3));
    Session session = Session.load(written(model), architecture(true), PER_SEQUENCE, kernels);
    Inputs.Features inputs = features(4, 3);
    int[] lengths = {4, 1, 3};
    Batch batch = new Batch(4, 3, lengths, inputs, null, false);
    Variable expected = model.outputs(Tape.prediction(kernels), batch);

    assertThat(session.outputs(inputs, lengths))
        .hasSize(3 * OUTPUTS)
        .containsExactly(kernels.toArray(expected.value()))
        .containsExactly(session.outputs(inputs, lengths));
  }

  @Test
  void stepByStepIsAsAllAtOnceWhateverIsAskedInBetween() throws IOException {
    Session session = session(architecture(false), PER_STEP);
    Inputs.Features two = features(6, 2);
    Inputs.Features three = features(6, 3);
    float[] ofTwo = session.outputs(two, 6, 6);
    float[] ofThree = session.outputs(three, 6, 6, 6);
    Session.Stream first = session.begin(2);
    Session.Stream second = session.begin(3);

    for (int t = 0; t < 6; t++) {
      assertThat(first.step(step(two, t, 2)))
          .containsExactly(slice(ofTwo, t * 2 * OUTPUTS, 2 * OUTPUTS), within(ROUNDING));
      session.outputs(three, 6, 6, 6);
      assertThat(second.step(step(three, t, 3)))
          .containsExactly(slice(ofThree, t * 3 * OUTPUTS, 3 * OUTPUTS), within(ROUNDING));
    }
  }

  private static float[] slice(float[] values, int from, int count) {
    return Arrays.copyOfRange(values, from, from + count);
  }

  @Test
  void threadsShareASession() throws Exception {
    Session session = session(architecture(false), PER_STEP);
    List<Inputs.Features> asked = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int rows = 1; rows <= 4; rows++) {
      asked.add(features(20, rows));
      int[] lengths = new int[rows];
      Arrays.fill(lengths, 20);
      expected.add(session.outputs(asked.get(rows - 1), lengths));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<float[]>> calls = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        int rows = n + 1;
        calls.add(() -> streamed(session, asked.get(rows - 1), rows));
      }
      List<Future<float[]>> answers = threads.invokeAll(calls);
      for (int n = 0; n < 4; n++) {
        assertThat(answers.get(n).get()).containsExactly(expected.get(n), within(ROUNDING));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static float[] streamed(Session session, Inputs.Features all, int rows) {
    Session.Stream stream = session.begin(rows);
    float[] answers = new float[20 * rows * OUTPUTS];
    for (int t = 0; t < 20; t++) {
      float[] answer = stream.step(step(all, t, rows));
      System.arraycopy(answer, 0, answers, t * answer.length, answer.length);
    }
    return answers;
  }

  @Test
  void whatNeedsWholeSequencesIsNotStepped() throws IOException {
    Session backwards = session(architecture(true), PER_STEP);
    assertThatThrownBy(() -> backwards.begin(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "'recurrent.0.backward.W' belongs to a layer that reads backwards, so sequences cannot"
                + " be read step by step; give them whole to outputs");
    Session once = session(architecture(false), PER_SEQUENCE);
    assertThatThrownBy(() -> once.begin(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "this model answers once a sequence, so sequences cannot be read step by step; give"
                + " them whole to outputs");
    assertThatThrownBy(() -> once.begin(0)).hasMessage("rows must be at least 1, got 0");
  }

  @Test
  void whatKeepsNothingIsNotStepped() throws IOException {
    Session session = session(new Forgetful(), PER_STEP);
    Session.Stream stream = session.begin(2);
    assertThatThrownBy(() -> stream.step(features(1, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this model keeps nothing from step to step; give whole sequences to outputs");
  }

  /** Gives back what it reads. */
  private record Forgetful() implements Architecture {
    @Override
    public Cell cell() {
      return new Gated(1);
    }

    @Override
    public Model build(Signature signature, Kernels kernels, RandomStream random) {
      return new Model() {
        @Override
        public List<Parameter> parameters() {
          return List.of();
        }

        @Override
        public Variable outputs(Tape tape, Batch batch) {
          Inputs.Features read = (Inputs.Features) batch.inputs();
          return tape.constant(
              tape.tensor(read.values(), batch.steps() * batch.rows(), read.width()));
        }
      };
    }
  }

  @Test
  void wrongSizesAndWrongFilesAreRefused() throws IOException {
    Session session = session(architecture(false), PER_STEP);
    Session.Stream stream = session.begin(2);
    assertThatThrownBy(() -> stream.step(features(1, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    Path absent = folder.resolve("absent.safetensors");
    assertThatThrownBy(() -> Session.load(absent, architecture(false), PER_STEP, kernels))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("no file '" + absent + "', which should hold the weights");
  }
}
