package dev.carousel.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.toy.ToyModule.Outcome;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Weights that leave a run for another system, and weights that come from one. */
class ExchangeTest {
  private static final String EXPERIMENT =
      """
      {
        "name": "letters",
        "seed": 7,
        "task": {"type": "letters", "file": "text.txt", "asked": "text"},
        "model": {"type": "sequence-model", "embedding": 3,
                  "recurrent": {"cell": {"type": "rnn", "units": 8}, "layers": 2}},
        "training": {"epochs": 30, "optimizer": {"type": "adam", "learningRate": 0.02}},
        "compare": {
          "seeds": 2,
          "variants": [
            {"name": "small", "set": {"model.recurrent.cell.units": 5, "training.epochs": 1}},
            {"name": "rnn"}
          ]
        }
      }
      """;

  /** The names of PyTorch's modules for that model, in the order of the file. */
  private static final List<String> PYTORCH =
      List.of(
          "embedding.weight",
          "readout.bias",
          "readout.weight",
          "recurrent.bias_hh_l0",
          "recurrent.bias_hh_l1",
          "recurrent.bias_ih_l0",
          "recurrent.bias_ih_l1",
          "recurrent.weight_hh_l0",
          "recurrent.weight_hh_l1",
          "recurrent.weight_ih_l0",
          "recurrent.weight_ih_l1");

  private static final String REQUESTS =
      "{\"text\": \"aba\"}\n{\"text\": \"abac\"}\n{\"text\": \"b\"}\n";

  private static final Kernels KERNELS = new EjmlKernels();

  @TempDir private static Path shared;
  @TempDir private Path own;
  private static Path file;
  private static String run;

  @BeforeAll
  static void runOnce() throws IOException {
    file = Files.writeString(shared.resolve("letters.json"), EXPERIMENT);
    Files.writeString(shared.resolve("text.txt"), "abacabacabacabacabac\n");
    run = shared.resolve("out").toString();
    Outcome outcome = ToyModule.carousel("run", file.toString(), "--out", run);
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  private Outcome carousel(String line) {
    return ToyModule.carousel(
        line.strip()
            .replace("RUN", run)
            .replace("FILE", file.toString())
            .replace("OWN", own.toString())
            .split(" +"));
  }

  private Outcome done(String line) {
    Outcome outcome = carousel(line);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome;
  }

  private static String replies(String run) {
    StandardInput in =
        new StandardInput(
            new ByteArrayInputStream(REQUESTS.getBytes(StandardCharsets.UTF_8)), () -> false);
    Outcome outcome = ToyModule.carousel(in, Map.of(), "predict", run, "--variant", "rnn");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private Path weights(String run, int seed) {
    return Path.of(run).resolve("checkpoints/rnn-seed" + seed + ".safetensors");
  }

  @Test
  void weightsAreWrittenUnderTheNamesOfAnotherSystem() throws IOException {
    Outcome outcome =
        done("export RUN --to safetensors --names pytorch --variant rnn --out OWN/w.safetensors");
    assertThat(outcome.out()).isEqualTo("11 tensors written to " + own + "/w.safetensors\n");
    assertThat(outcome.err()).isEqualTo("kernels: ejml\n");
    Safetensors.Contents contents = Safetensors.read(own.resolve("w.safetensors"));
    assertThat(contents.tensors().keySet()).containsExactlyElementsOf(PYTORCH);
    assertThat(contents.metadata())
        .isEqualTo(Map.of("experiment", "letters", "variant", "rnn", "cell", "rnn", "seed", "7"));

    outcome = done("export RUN --to safetensors --seed 8 --out OWN/o.safetensors");
    assertThat(outcome.err()).contains("variant: rnn, seed 8; the best on validation");
    assertThat(own.resolve("o.safetensors")).hasSameBinaryContentAs(weights(run, 8));
  }

  /** What is in the file is tested where it is written; here, that it is this trial's model. */
  @Test
  void aWholeModelIsWritten() throws IOException {
    Outcome outcome = done("export RUN --to onnx --variant rnn --seed 8 --out OWN/m.onnx");
    assertThat(outcome.out()).isEqualTo("model written to " + own + "/m.onnx\n");
    assertThat(outcome.err()).isEqualTo("kernels: ejml\n");
    byte[] bytes = Files.readAllBytes(own.resolve("m.onnx"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text)
        .contains("carousel", "letters", "tokens", "initial.recurrent.1.forward.h", "output");
    Safetensors.Values table = Safetensors.read(weights(run, 8)).tensors().get("embedding.table");
    ByteBuffer elements =
        ByteBuffer.allocate(table.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    elements.asFloatBuffer().put(table.values());
    assertThat(text).contains(new String(elements.array(), StandardCharsets.ISO_8859_1));
    assertThat(done("export RUN --to ONNX --variant rnn --out OWN/m.onnx").err())
        .isEqualTo("kernels: ejml\n");
    assertThat(Files.readAllBytes(own.resolve("m.onnx"))).isNotEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"carousel", "pytorch", "keras"})
  void whatComesBackAnswersAsBefore(String names) throws IOException {
    done("export RUN --to SAFETENSORS --variant rnn --out OWN/w --names " + names);
    Outcome outcome =
        done("import FILE --variant rnn --weights OWN/w --out OWN/back --names " + names);

    String back = own.resolve("back").toString();
    assertThat(replies(back)).isEqualTo(replies(run)).hasLineCount(3);
    assertThat(weights(back, 7)).hasSameBinaryContentAs(weights(run, 7));
    JsonNode results = Json.read(Path.of(back, "results.json"));
    assertThat(results.at("/variants").size()).isEqualTo(1);
    assertThat(results.at("/variants/0/trials/0/epochs").intValue()).isZero();
    assertThat(results.at("/variants/0/trials/0/metrics"))
        .isEqualTo(Json.read(Path.of(run, "results.json")).at("/variants/1/trials/0/metrics"));
    assertThat(outcome.out()).contains("rnn").endsWith("results in " + back + "\n");
    assertThat(Json.read(Path.of(back, "environment.json")).at("/data/1/path").stringValue())
        .isEqualTo(own + "/w");
    try (Stream<Path> files = Files.list(Path.of(back))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .contains("report.html", "assets", "traces", "experiment.json");
    }
    // There is nothing left to do, least of all training.
    done("run OWN/back/experiment.json --resume --out OWN/back --data " + shared);
    assertThat(weights(back, 7)).hasSameBinaryContentAs(weights(run, 7));
  }

  @Test
  void importedModelsAreTrainedFurther() throws IOException {
    done("export RUN --to safetensors --variant rnn --out OWN/w --names pytorch");
    done(
        "import FILE --variant rnn --weights OWN/w --out OWN/on --names pytorch --train"
            + " --set training.epochs=3");
    double before = firstLoss(Path.of(run));
    double after = firstLoss(own.resolve("on"));
    assertThat(after).isLessThan(before / 2);

    // A run that was stopped before its first checkpoint begins with these weights, too.
    Path stopped = own.resolve("stopped");
    Files.createDirectories(stopped.resolve("checkpoints"));
    for (String name :
        List.of(
            "experiment.json", "environment.json", "checkpoints/rnn-seed7.initial.safetensors")) {
      Files.copy(own.resolve("on").resolve(name), stopped.resolve(name));
    }
    done("run OWN/stopped/experiment.json --resume --out OWN/stopped --data " + shared);
    assertThat(weights(stopped.toString(), 7))
        .hasSameBinaryContentAs(weights(own.resolve("on").toString(), 7));
  }

  private static double firstLoss(Path run) throws IOException {
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode epoch = Json.parse(line, "metrics.jsonl");
      if (epoch.get("variant").stringValue().equals("rnn")) {
        return epoch.get("trainingLoss").doubleValue();
      }
    }
    throw new AssertionError("no epoch of rnn");
  }

  /** Their sizes come from data. */
  @Test
  void modelsOfTasksWithoutAssetsAreExported() throws IOException {
    Path experiment =
        Files.writeString(
            own.resolve("toy.json"),
            """
            {"task": {"type": "toy", "split": {"test": 4}}, "training": {"epochs": 1},
             "model": {"type": "sequence-model", "recurrent": {"cell": "gru"}}}
            """);
    done("run " + experiment + " --out OWN/toy");
    done("export OWN/toy --to safetensors --names keras --out OWN/w");
    // By its equations this "gru" is a simple recurrent layer.
    assertThat(Safetensors.read(own.resolve("w")).tensors())
        .containsOnlyKeys(
            "recurrent.0.kernel",
            "recurrent.0.recurrent_kernel",
            "recurrent.0.bias",
            "readout.kernel",
            "readout.bias");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          export RUN --to safetensors --out OWN/w --names pytorh | no names 'pytorh'; did you mean 'pytorch'? available: carousel, keras, pytorch
          export RUN --to onyx --out OWN/w                       | no format 'onyx'; did you mean 'onnx'? available: onnx, safetensors
          export RUN --to onnx --names keras --out OWN/w         | --names has no meaning with --to onnx, which has names of its own; leave it out
          export RUN --to onnx --out OWN                         | 'OWN' is a folder; --out needs a file
          export RUN --to safetensors --out OWN/no/w             | no folder 'OWN/no' for the file given by --out
          export RUN --to safetensors --out OWN                  | 'OWN' is a folder; --out needs a file
          export OWN --to safetensors --out OWN/w                | 'OWN' is not the folder of a run: it has no experiment.json
          export RUN --to safetensors --out OWN/w --variant rn   | no variant 'rn' in RUN; did you mean 'rnn'? variants: small, rnn
          import FILE --weights w --out OWN/q                    | the experiment has several variants; choose one with --variant: small, rnn
          import FILE --weights w --out OWN/q --variant nn       | no variant 'nn'; did you mean 'rnn'? variants: small, rnn
          import FILE --weights w --out OWN/q --seeds 2          | --seeds has no meaning here: weights are imported into one trial
          import FILE --weights w --out OWN/q --threads 0        | --threads must be at least 1, got 0
          import FILE --weights OWN/w --out OWN/q --variant rnn  | no file 'OWN/w', which should hold the weights
          import FILE --weights w --out RUN --variant rnn        | folder 'RUN' is not empty; give another --out
          import FILE --weights w --out FILE --variant rnn       | 'FILE' is a file; --out needs a folder
          import FILE --weights w --out OWN/q --set compare.search={"trials":2,"space":{"training.optimizer.learningRate":{"type":"logUniform","low":0.001,"high":0.1}}} | the experiment searches for hyperparameters, so it has no one model to give weights to; leave the search out with --set compare.search=null
          """)
  void whatCannotBeExchangedIsTold(String arguments, String message) {
    assertTold(carousel(arguments), message);
    assertThat(own.resolve("q")).doesNotExist();
  }

  private void assertTold(Outcome outcome, String message) {
    String told = outcome.err().replace("kernels: ejml\n", "");
    assertThat(told)
        .isEqualTo(
            message
                    .replace("RUN", run)
                    .replace("FILE", file.toString())
                    .replace("OWN", own.toString())
                + "\n");
    assertThat(outcome.status()).isEqualTo(2);
  }

  /** A file of the right tensors, but for a change, under PyTorch's names. */
  private Outcome imported(BiFunction<String, Tensor, Map<String, Tensor>> change)
      throws IOException {
    done("export RUN --to safetensors --variant rnn --out OWN/w --names pytorch");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Safetensors.read(own.resolve("w"))
        .tensors()
        .forEach(
            (name, values) ->
                tensors.putAll(
                    change.apply(name, KERNELS.tensor(values.values(), values.shape().sizes()))));
    Safetensors.write(own.resolve("w"), tensors, KERNELS, Map.of());
    return carousel("import FILE --weights OWN/w --out OWN/q --variant rnn --names pytorch");
  }

  @Test
  void filesOfOtherModelsAreRefusedByName() throws IOException {
    assertTold(
        imported((name, tensor) -> Map.of(name.replace("recurrent.", "rnn."), tensor)),
        "OWN/w is of another model: it has no 'recurrent.weight_ih_l0'; did you mean its"
            + " 'rnn.weight_ih_l0'? the model does not have its 'rnn.bias_hh_l0',"
            + " 'rnn.bias_hh_l1', 'rnn.bias_ih_l0', 'rnn.bias_ih_l1', 'rnn.weight_hh_l0',"
            + " 'rnn.weight_hh_l1', 'rnn.weight_ih_l0', 'rnn.weight_ih_l1'");
    assertTold(
        imported((name, tensor) -> name.contains("bias_hh") ? Map.of() : Map.of(name, tensor)),
        "OWN/w is of another model: it has no 'recurrent.bias_hh_l0'");
    assertTold(
        imported((name, tensor) -> Map.of(name, tensor, name + "0", KERNELS.zeros(1))),
        "OWN/w is of another model: the model of the experiment does not have its"
            + " 'embedding.weight0', 'readout.bias0', 'readout.weight0', 'recurrent.bias_hh_l00',"
            + " 'recurrent.bias_hh_l10', 'recurrent.bias_ih_l00', 'recurrent.bias_ih_l10',"
            + " 'recurrent.weight_hh_l00' and 3 more");
    assertTold(
        imported(
            (name, tensor) ->
                Map.of(name, name.equals("recurrent.weight_hh_l1") ? KERNELS.zeros(8, 3) : tensor)),
        "OWN/w is of another model: 'recurrent.weight_hh_l1' is [8, 3] there and [8, 8] in the"
            + " model of the experiment");
    assertThat(own.resolve("q")).doesNotExist();
  }

  @Test
  void modelsThatAnotherSystemLacksAreRefused() throws IOException {
    done(
        "run FILE --out OWN/zoneout --seeds 1 --set compare.variants=[] --set training.epochs=1"
            + " --set model.recurrent.cell={\"type\":\"zoneout\",\"cell\":\"rnn\"}");
    assertTold(
        carousel("export OWN/zoneout --to safetensors --names pytorch --out OWN/w"),
        "the layer 'recurrent.0.forward' has equations that no layer of PyTorch has; these are"
            + " LSTM, LSTM with proj_size, GRU (reset after the product) and RNN (tanh or relu),"
            + " and every model has Carousel's own names");
    assertThat(own.resolve("w")).doesNotExist();
  }
}
