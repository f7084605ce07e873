package dev.carousel.interop.onnx.write;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.google.inject.Guice;
import com.google.inject.Module;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.cell.Cell;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.expression.Expression.State;
import dev.carousel.interop.onnx.recurrence.Activation;
import dev.carousel.interop.onnx.recurrence.ActivationFunction;
import dev.carousel.interop.onnx.recurrence.OnnxLstm;
import dev.carousel.interop.onnx.write.WrittenModel.Output;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Embedding;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Readout;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceInput;
import dev.carousel.layer.SequenceModel;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.layer.TiedReadout;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.pooling.AttentionPooling;
import dev.carousel.pooling.MaxPooling;
import dev.carousel.pooling.MeanPooling;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.timeseries.model.Forecaster;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whole models beside what ONNX Runtime and Carousel's own programs make of their files: random
 * shapes, weights, lengths and states. A number may differ by a hundred-thousandth of the largest
 * of its tensor, or of 0.1 where all are smaller, since they are sums of terms near 1.
 */
class WrittenModelsTest {
  private static final double TOLERANCE = 1e-5;
  private static final double LEAST = 0.1;
  private static final Initializer INITIALIZER = new UniformInitializer(0.4);

  private final Kernels kernels = new EjmlKernels();

  /** What a model reads. */
  enum Read {
    FEATURES,
    ONE_HOT,
    EMBEDDED,
    /** Embedded, and the table is the readout's matrix. */
    TIED
  }

  /** What is made of the recurrent layers' outputs. */
  enum Summed {
    EVERY_STEP,
    LAST,
    MEAN,
    MAX,
    ATTENTION
  }

  /**
   * A model, and what its batches have of the optional inputs.
   *
   * @param inputs the width of features or the size of the vocabulary
   * @param outputs what a dense readout tells
   */
  record Trial(
      Read read,
      RecurrentStack stack,
      Summed summed,
      int inputs,
      int outputs,
      boolean lengths,
      boolean states,
      long seed) {
    /** A tied readout tells all tokens. */
    int told() {
      return read == Read.TIED ? inputs : outputs;
    }
  }

  @Provide
  Arbitrary<Trial> trials() {
    Arbitrary<Integer> small = Arbitraries.integers().between(1, 5);
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    return Combinators.combine(
            Arbitraries.of(Read.class),
            stacks(),
            Arbitraries.of(Summed.class),
            small,
            small,
            either,
            either,
            Arbitraries.longs())
        .as(Trial::new);
  }

  @Provide
  Arbitrary<RecurrentStack> stacks() {
    Arbitrary<Cell> cells =
        Arbitraries.integers().between(1, 6).flatMap(units -> Arbitraries.of(EveryCell.of(units)));
    return Combinators.combine(cells, Arbitraries.of(1, 2), Arbitraries.of(true, false))
        .as((cell, layers, both) -> new RecurrentStack(cell, layers, both, 0.3, 0.2));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void modelsComputeTheSameThere(@ForAll("trials") Trial trial) throws IOException, OrtException {
    requireAgreement(trial);
  }

  /** None is left to chance. */
  @Example
  void everyCellComputesTheSameThere() throws IOException, OrtException {
    for (Cell cell : EveryCell.of(5)) {
      RecurrentStack stack = new RecurrentStack(cell, 2, true, 0);
      requireAgreement(new Trial(Read.FEATURES, stack, Summed.EVERY_STEP, 3, 2, true, true, 11));
      requireAgreement(new Trial(Read.EMBEDDED, stack, Summed.LAST, 3, 2, true, false, 12));
    }
  }

  /** What ONNX Runtime's own operator would compute otherwise. */
  @Example
  void anLstmThatClipsComputesTheSameThere() throws IOException, OrtException {
    Activation sigmoid = Activation.of(ActivationFunction.SIGMOID);
    Activation line = Activation.of(ActivationFunction.AFFINE);
    Cell cell = new OnnxLstm(4, sigmoid, line, line, OptionalDouble.of(0.3), false, true);
    RecurrentStack stack = new RecurrentStack(cell, 1, true, 0);
    requireAgreement(new Trial(Read.FEATURES, stack, Summed.LAST, 3, 2, true, true, 13));
  }

  @Example
  void noCellIsMissing() {
    NamedTypes types =
        Guice.createInjector(ServiceLoader.load(Module.class)).getInstance(NamedTypes.class);
    assertThat(EveryCell.of(2).stream().<Class<?>>map(Object::getClass))
        .containsAll(
            types.of(Cell.class).stream()
                .map(NamedType::prototype)
                .<Class<?>>map(Object::getClass)
                .toList());
  }

  private void requireAgreement(Trial trial) throws IOException, OrtException {
    Random random = new Random(trial.seed);
    SequenceModel model = model(trial);
    randomise(model, random);
    Set<String> given = new HashSet<>();
    if (trial.lengths) {
      given.add("lengths");
    }
    if (trial.states) {
      stateNames(trial.stack).forEach(name -> given.add("initial." + name));
    }
    try (WrittenModel there = there(model, given)) {
      requireAgreement(trial, model, there, 2 + random.nextInt(5), 2 + random.nextInt(4), random);
      requireAgreement(trial, model, there, 1, 1 + random.nextInt(5), random);
      requireAgreement(trial, model, there, 1 + random.nextInt(6), 1, random);
    }
  }

  private WrittenModel there(Model model, Set<String> given) throws IOException, OrtException {
    return new WrittenModel(OnnxFormat.model(model, kernels, Map.of()), kernels, given);
  }

  private void requireAgreement(
      Trial trial, SequenceModel model, WrittenModel there, int steps, int rows, Random random)
      throws OrtException {
    int[] lengths = new int[rows];
    Arrays.setAll(lengths, i -> trial.lengths ? 1 + random.nextInt(steps) : steps);
    if (trial.lengths) {
      there.feed("lengths", lengths, rows);
    }
    Inputs inputs;
    if (trial.read == Read.FEATURES) {
      float[] values = numbers(random, steps * rows * trial.inputs, 2);
      inputs = new Inputs.Features(trial.inputs, values);
      there.feed("features", values, steps, rows, trial.inputs);
    } else {
      int[] ids = random.ints((long) steps * rows, 0, trial.inputs).toArray();
      inputs = new Inputs.Tokens(ids);
      there.feed("tokens", Arrays.stream(ids).asLongStream().toArray(), steps, rows);
    }
    List<String> names = stateNames(trial.stack);
    List<Tensor> initial = new ArrayList<>();
    if (trial.states) {
      List<State> states = trial.stack.cell().equations().states();
      for (int i = 0; i < names.size(); i++) {
        State state = states.get(i % states.size());
        float[] values = initial(state, rows, random);
        initial.add(kernels.tensor(values, rows, state.width()));
        there.feed("initial." + names.get(i), values, rows, state.width());
      }
    }
    Batch batch = new Batch(steps, rows, lengths, inputs, null, trial.states);
    Answer expected = answer(model, batch, initial);
    Assume.that(isSteady(model, batch, initial, expected));
    long[] each = {rows, trial.told()};
    long[] every = {steps, rows, trial.told()};
    Map<String, Output> told = new LinkedHashMap<>();
    told.put(
        "output", new Output(trial.summed == Summed.EVERY_STEP ? every : each, expected.outputs));
    for (int i = 0; i < names.size(); i++) {
      long[] shape = {rows, model.carried().get(i).columns()};
      told.put("final." + names.get(i), new Output(shape, expected.states.get(i)));
    }
    requireClose(told, there.inOnnxRuntime());
    requireClose(told, there.inCarousel());
  }

  /** What a model tells, and the states that it leaves. */
  private record Answer(float[] outputs, List<float[]> states) {}

  private Answer answer(SequenceModel model, Batch batch, List<Tensor> initial) {
    model.carry(initial);
    float[] outputs = outputs(model, batch);
    return new Answer(outputs, model.carried().stream().map(kernels::toArray).toList());
  }

  /**
   * Whether roundings stay small: moving every weight by one of them moves nothing by more than a
   * fourth of the tolerance. A layer that is normalised makes more of them where its units are
   * nearly equal.
   */
  private boolean isSteady(
      SequenceModel model, Batch batch, List<Tensor> initial, Answer expected) {
    Random random = new Random(1);
    List<float[]> weights =
        model.parameters().stream().map(each -> kernels.toArray(each.value())).toList();
    for (Parameter parameter : model.parameters()) {
      float[] nudged = kernels.toArray(parameter.value());
      for (int i = 0; i < nudged.length; i++) {
        nudged[i] = random.nextBoolean() ? Math.nextUp(nudged[i]) : Math.nextDown(nudged[i]);
      }
      kernels.write(parameter.value(), nudged);
    }
    Answer moved = answer(model, batch, initial);
    for (int i = 0; i < weights.size(); i++) {
      kernels.write(model.parameters().get(i).value(), weights.get(i));
    }
    boolean steady = distance(expected.outputs, moved.outputs) <= TOLERANCE / 4;
    for (int i = 0; i < expected.states.size(); i++) {
      steady &= distance(expected.states.get(i), moved.states.get(i)) <= TOLERANCE / 4;
    }
    return steady;
  }

  /** The largest difference as a part of the largest number. */
  private static double distance(float[] a, float[] b) {
    double largest = LEAST;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i]));
      difference = Math.max(difference, Math.abs((double) a[i] - b[i]));
    }
    return difference / largest;
  }

  /** An sLSTM divides by its normaliser, which is above 0 in all that it computes. */
  private static float[] initial(State state, int rows, Random random) {
    float[] values = numbers(random, rows * state.width(), 1);
    for (int i = 0; state.name().equals("n") && i < values.length; i++) {
      values[i] = Math.abs(values[i]) + 0.2f;
    }
    return values;
  }

  private float[] outputs(Model model, Batch batch) {
    return kernels.toArray(model.outputs(Tape.prediction(kernels), batch).value());
  }

  private static List<String> stateNames(RecurrentStack stack) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < stack.layers(); layer++) {
      for (int way = 0; way < stack.directions(); way++) {
        for (State state : stack.cell().equations().states()) {
          String direction = way == 0 ? "forward" : "backward";
          names.add("recurrent.%d.%s.%s".formatted(layer, direction, state.name()));
        }
      }
    }
    return names;
  }

  private SequenceModel model(Trial trial) {
    RandomStream random = new RandomStream(trial.seed);
    Dropout dropout = new Dropout(0.2, false);
    int top = trial.stack.outputs();
    int width = trial.read == Read.TIED ? top : 3;
    Embedding table =
        new Embedding(
            "embedding", new Signature.Tokens(trial.inputs), width, kernels, INITIALIZER, random);
    SequenceInput input =
        switch (trial.read) {
          case FEATURES -> SequenceInput.features(trial.inputs);
          case ONE_HOT -> SequenceInput.oneHot(trial.inputs);
          case EMBEDDED, TIED -> SequenceInput.embedded(table, 0.1, dropout);
        };
    SequenceSummary summary =
        switch (trial.summed) {
          case EVERY_STEP -> SequenceSummary.EVERY_STEP;
          case LAST -> SequenceSummary.LAST;
          case MEAN -> new MeanPooling().build("pooling", top, kernels, INITIALIZER, random);
          case MAX -> new MaxPooling().build("pooling", top, kernels, INITIALIZER, random);
          case ATTENTION ->
              new AttentionPooling(4).build("pooling", top, kernels, INITIALIZER, random);
        };
    Readout readout =
        trial.read == Read.TIED
            ? new TiedReadout("readout", table, kernels, INITIALIZER, random)
            : new Dense("readout", top, trial.outputs, kernels, INITIALIZER, random);
    Recurrent recurrent =
        new Recurrent("recurrent", trial.stack, input.width(), kernels, INITIALIZER, random);
    return new SequenceModel(input, recurrent, summary, dropout, readout, kernels);
  }

  /** Weights of which none is as an initializer would have it. */
  private void randomise(Model model, Random random) {
    for (Parameter parameter : model.parameters()) {
      int count = parameter.value().shape().elements();
      kernels.write(parameter.value(), numbers(random, count, 0.7));
    }
  }

  private static float[] numbers(Random random, int count, double largest) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (largest * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  /**
   * A forecaster, whose past may have lengths.
   *
   * @param known the number of values that are known of any step
   */
  record AheadTrial(
      RecurrentStack stack, int known, int horizon, int outputs, boolean lengths, long seed) {}

  @Provide
  Arbitrary<AheadTrial> aheadTrials() {
    Arbitrary<Integer> small = Arbitraries.integers().between(1, 4);
    return Combinators.combine(
            stacks(),
            Arbitraries.integers().between(0, 2),
            small,
            small,
            Arbitraries.of(true, false),
            Arbitraries.longs())
        .as(AheadTrial::new);
  }

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
  void forecastersComputeTheSameThere(@ForAll("aheadTrials") AheadTrial trial)
      throws IOException, OrtException {
    Random random = new Random(trial.seed);
    Signature.Ahead ahead = new Signature.Ahead(2, 1, trial.known, trial.horizon);
    Model model =
        new Forecaster(trial.stack, 0.2, INITIALIZER)
            .build(
                new Signature(ahead, trial.outputs, true), kernels, new RandomStream(trial.seed));
    randomise(model, random);
    try (WrittenModel there = there(model, trial.lengths ? Set.of("lengths") : Set.of())) {
      requireAgreement(trial, ahead, model, there, 5, 3, random);
      requireAgreement(trial, ahead, model, there, 1, 2, random);
      requireAgreement(trial, ahead, model, there, 4, 1, random);
    }
  }

  private void requireAgreement(
      AheadTrial trial,
      Signature.Ahead ahead,
      Model model,
      WrittenModel there,
      int steps,
      int rows,
      Random random)
      throws OrtException {
    int horizon = trial.horizon;
    int known = trial.known;
    int[] lengths = new int[rows];
    Arrays.setAll(lengths, i -> trial.lengths ? 1 + random.nextInt(steps) : steps);
    float[] past = numbers(random, steps * rows * ahead.size(), 2);
    float[] future = numbers(random, horizon * rows * known, 2);
    there.feed("features", past, steps, rows, ahead.size());
    if (known > 0) {
      there.feed("known", future, horizon, rows, known);
    }
    if (trial.lengths) {
      there.feed("lengths", lengths, rows);
    }
    int[] full = new int[rows];
    Arrays.fill(full, horizon);
    Inputs.Features read = new Inputs.Features(ahead.size(), past);
    Inputs inputs =
        new Inputs.Conditioned(
            new Batch(steps, rows, lengths, read, null, false), new Inputs.Features(known, future));
    float[] expected = outputs(model, new Batch(horizon, rows, full, inputs, null, false));
    Output told = new Output(new long[] {horizon, rows, trial.outputs}, expected);
    requireClose("output", told, there.inOnnxRuntime().get("output"));
    requireClose("output", told, there.inCarousel().get("output"));
  }

  private static void requireClose(Map<String, Output> expected, Map<String, Output> actual) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, output) -> requireClose(name, output, actual.get(name)));
  }

  private static void requireClose(String name, Output expected, Output actual) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    double largest = LEAST;
    for (float value : expected.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.values().length; i++) {
      float told = actual.values()[i];
      double error = Math.abs((double) expected.values()[i] - told);
      assertThat(error <= TOLERANCE * largest)
          .as("%s[%d] is %s, expected %s", name, i, told, expected.values()[i])
          .isTrue();
    }
  }
}
