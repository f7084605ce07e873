package dev.carousel.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.toy.ToyModule.Outcome;
import dev.carousel.train.EpochTrainer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Commands that ask trained models, whose data are gone. */
class AskingTest {
  // After "a" comes "b" or "c", by turns.
  private static final String TEXT = "abacabacabacabacabac";

  private static final String EXPERIMENT =
      """
      {
        "name": "letters",
        "seed": 7,
        "task": {"type": "letters", "file": "text.txt", "asked": "text"},
        "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "gru", "units": 8}}},
        "training": {"epochs": 60, "optimizer": {"type": "adam", "learningRate": 0.02}},
        "compare": {
          "seeds": 2,
          "variants": [
            {"name": "untrained", "set": {"training.optimizer.learningRate": 1e-9}},
            {"name": "gru"},
            {"name": "translator", "set": {"task.asked": "translation",
                                           "training.optimizer.learningRate": 0.005}},
            {"name": "digits", "set": {"task.file": "digits.txt", "training.epochs": 1}},
            {"name": "figures", "set": {"task.asked": "figures", "training.epochs": 1}},
            {"name": "tables", "set": {"task.asked": "tables", "training.epochs": 1}},
            {"name": "files", "set": {"task.asked": "files", "training.epochs": 1}}
          ]
        }
      }
      """;

  @TempDir private static Path shared;
  @TempDir private Path own;
  private static String run;

  @BeforeAll
  static void runOnce() throws IOException {
    Path file = Files.writeString(shared.resolve("letters.json"), EXPERIMENT);
    Path text = Files.writeString(shared.resolve("text.txt"), TEXT + "\n");
    Path digits = Files.writeString(shared.resolve("digits.txt"), "0120120120\n");
    run = shared.resolve("out").toString();
    Outcome outcome = carousel("run", file.toString(), "--out", run);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Files.delete(text);
    Files.delete(digits);
  }

  private static Outcome carousel(String... arguments) {
    return ToyModule.carousel(arguments);
  }

  private static Outcome given(String input, boolean typed, String... arguments) {
    return given(input.getBytes(StandardCharsets.UTF_8), typed, arguments);
  }

  private static Outcome given(byte[] input, boolean typed, String... arguments) {
    StandardInput in = new StandardInput(new ByteArrayInputStream(input), () -> typed);
    return ToyModule.carousel(in, Map.of(), arguments);
  }

  private static String[] arguments(String line) {
    return line.strip().replace("RUN", run).split(" +");
  }

  @Test
  void theRunKeepsTheAssetsOfEveryTask() throws IOException {
    Path assets = Path.of(run, "assets");
    try (Stream<Path> files = Files.walk(assets)) {
      assertThat(files.filter(Files::isRegularFile).map(assets::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(
              "letters.txt",
              "translator/letters.txt",
              "digits/letters.txt",
              "figures/letters.txt",
              "tables/letters.txt",
              "files/letters.txt");
    }
    assertThat(assets.resolve("letters.txt")).hasContent("abc");
    assertThat(assets.resolve("digits/letters.txt")).hasContent("012");
  }

  @Test
  void theBestVariantGoesOnWithText() {
    Outcome outcome = carousel("generate", run, "--prompt", "ab", "--temperature", "0");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo("acab".repeat(50) + "\n");
    assertThat(outcome.err())
        .matches("kernels: ejml\nvariant: gru, seed 7; the best on validation, nats 0\\.\\d+\n");
  }

  @Test
  void equalSeedsDrawEqualText() {
    List<String> command =
        List.of("generate", run, "--variant", "untrained", "--prompt", "a", "--tokens", "40");
    String first = carousel(command.toArray(String[]::new)).out();
    List<String> other = new ArrayList<>(command);
    other.addAll(List.of("--draw-seed", "2"));
    List<String> narrow = new ArrayList<>(command);
    narrow.addAll(List.of("--top-k", "1"));

    assertThat(first).hasSize(41).matches("[abc]*\n");
    assertThat(carousel(command.toArray(String[]::new)).out()).isEqualTo(first);
    assertThat(carousel(other.toArray(String[]::new)).out()).isNotEqualTo(first);
    assertThat(carousel(narrow.toArray(String[]::new)).out()).isNotEqualTo(first);
    Outcome asked = carousel(command.toArray(String[]::new));
    assertThat(asked.err()).isEqualTo("kernels: ejml\n");
  }

  @Test
  void suggestionsHaveTheirProbabilities() {
    Outcome outcome =
        carousel("generate", run, "--variant", "gru", "--prompt", "aba", "--suggest", "2");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).matches("0\\.[89]\\d{3}  \"c\"\n0\\.\\d{4}  \"[ab]\"\n");
  }

  @Test
  void promptsComeFromStandardInputOrAreTyped() {
    String[] command = {"generate", run, "--variant", "gru", "--tokens", "4", "--temperature", "0"};
    List<String> reading = new ArrayList<>(List.of(command));
    reading.addAll(List.of("--prompt", "-"));

    assertThat(given("aba", false, reading.toArray(String[]::new)).out()).isEqualTo("caba\n");
    Outcome typed = given("aba\nxyz\r\naca\n", true, command);
    assertThat(typed.out()).isEqualTo("caba\nbaca\n");
    assertThat(typed.err()).isEqualTo("kernels: ejml\n> > no letter 'x' in abc\n> > ");
    assertThat(typed.status()).isZero();
  }

  @Test
  void requestsAreAnsweredInOrder() throws IOException {
    String requests =
        "\ufeff{\"text\": \"aba\"}\r\n{\"text\": \"ab\"}\n{\"text\":\"abac\"}\n{\"text\": \"aca\"}";
    String replies = "{\"next\":\"c\"}\n{\"next\":\"a\"}\n{\"next\":\"a\"}\n{\"next\":\"b\"}\n";
    Path file = Files.writeString(own.resolve("requests.jsonl"), requests);
    for (String batch : List.of("1", "2", "3", "100")) {
      String[] command = {"predict", run, "--variant", "gru", "--batch", batch};
      assertThat(given(requests, false, command).out()).isEqualTo(replies);
      String[] reading =
          Stream.of(command, new String[] {"--input", file.toString()})
              .flatMap(Stream::of)
              .toArray(String[]::new);
      Outcome outcome = carousel(reading);
      assertThat(outcome.out()).isEqualTo(replies);
      assertThat(outcome.status()).isZero();
    }
    assertThat(given("", false, "predict", run).out()).isEmpty();
    assertThat(
            given("{\"text\": \"aba\"}\n", false, "predict", run, "--variant", "figures").status())
        .isZero();
  }

  @Test
  void whatIsWrongWithARequestIsToldAfterTheRepliesToThoseBeforeIt() throws IOException {
    Path file = own.resolve("r.jsonl");
    String good = "{\"text\": \"aba\"}\n";
    String reply = "{\"next\":\"c\"}\n";
    for (String[] wrong :
        new String[][] {
          {
            "{\"text\": }",
            "r.jsonl, line 3, column 10: Unexpected character ('}' (code 125)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
          },
          {"", "r.jsonl, line 3 is empty; it should hold a JSON object"},
          {"[1]", "r.jsonl, line 3: expected a JSON object, got [1]"},
          {
            "{\"txet\": 1}", "r.jsonl, line 3: unknown key 'txet'; did you mean 'text'? known: text"
          },
          {"{\"text\": 1}", "r.jsonl, line 3: expected a string under 'text', got 1"},
          {
            "{\"text\": \"a\", \"text\": \"b\"}", "r.jsonl, line 3, column 21: duplicate key 'text'"
          },
          {"{\"text\": \"xyz\"}", "r.jsonl, line 3: no letter 'x' in abc"}
        }) {
      Files.writeString(file, good + good + wrong[0] + "\n" + good);
      for (String batch : List.of("1", "3", "100")) {
        Outcome outcome =
            carousel(
                "predict", run, "--variant", "gru", "--input", file.toString(), "--batch", batch);
        assertThat(outcome.err().replace(own + "/", ""))
            .isEqualTo("kernels: ejml\n" + wrong[1] + "\n");
        assertThat(outcome.out()).isEqualTo(reply + reply);
        assertThat(outcome.status()).isEqualTo(2);
      }
    }
    byte[] latin = (good + "{\"text\": \"\u00e9\"}\n").getBytes(StandardCharsets.ISO_8859_1);
    Outcome outcome = given(latin, false, "predict", run, "--variant", "gru");
    assertThat(outcome.out()).isEqualTo(reply);
    assertThat(outcome.err())
        .endsWith("standard input, line 2: byte 0xE9 is not UTF-8; convert the input to UTF-8\n");
  }

  @Test
  void whoeverTypesRequestsGoesOnAfterAMistake() {
    Outcome outcome = given("{\n{\"text\": \"aba\"}\n", true, "predict", run, "--variant", "gru");

    assertThat(outcome.out()).isEqualTo("{\"next\":\"c\"}\n");
    assertThat(outcome.err()).startsWith("kernels: ejml\n> standard input, line 1, column 2: ");
    assertThat(outcome.err()).endsWith("\n> > ");
    assertThat(outcome.status()).isZero();
  }

  /** A reply must not wait for the next request, which may depend on it. */
  @Test
  void everyRequestIsAnsweredAtOnce() throws Exception {
    PipedInputStream requests = new PipedInputStream();
    PipedInputStream replies = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(replies), true, StandardCharsets.UTF_8);
    Session session =
        new Session(
            ToyModule.NAMES,
            new EpochTrainer(),
            new StandardInput(requests, () -> false),
            out,
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Map.of());
    CompletableFuture<Integer> status;
    try (OutputStream ask = new PipedOutputStream(requests);
        BufferedReader answers =
            new BufferedReader(new InputStreamReader(replies, StandardCharsets.UTF_8))) {
      status =
          CompletableFuture.supplyAsync(
              () -> Carousel.execute(session, "predict", run, "--variant", "gru"));
      for (String text : List.of("aba", "ab", "aca")) {
        // Neither for the next request, nor for the rest of it.
        ask.write(("{\"text\": \"" + text + "\"}\n{\"te").getBytes(StandardCharsets.UTF_8));
        ask.flush();
        assertThat(answers.readLine()).startsWith("{\"next\":");
        ask.write("xt\": \"aba\"}\n".getBytes(StandardCharsets.UTF_8));
        ask.flush();
        assertThat(answers.readLine()).isEqualTo("{\"next\":\"c\"}");
      }
    }
    assertThat(status.get()).isZero();
  }

  @Test
  void linesAreTranslated() throws IOException {
    String stated =
        " BeamSearch[width=%s, maxLength=10, maxLengthPerSourceToken=1.0, lengthPenalty=%s,"
            + " coveragePenalty=0.0]\n";
    Path file = Files.writeString(own.resolve("lines.txt"), "aba\n\nac\n");
    Outcome outcome =
        carousel("translate", run, "--variant", "translator", "--input", file.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    String usual = stated.formatted(2, 0.5);
    assertThat(outcome.out())
        .matches("[abc]{3}\\Q" + usual + "\\E\\Q" + usual + "\\E[abc]{2}\\Q" + usual + "\\E");
    assertThat(
            given(
                    "a\n",
                    true,
                    arguments("translate RUN --variant translator --beam 4 --length-penalty 1"))
                .out())
        .endsWith(stated.formatted(4, 1.0));
    Outcome covering =
        given("a\n", false, arguments("translate RUN --variant translator --coverage 0.5"));
    assertThat(covering.status()).isEqualTo(2);
    assertThat(covering.err())
        .endsWith("--coverage cannot be had: the model does not attend to its source\n");
  }

  @Test
  void filesAreTranscribedAndARefusedOneCostsItselfOnly() throws IOException {
    String first = Files.writeString(own.resolve("1.wav"), "aba").toString();
    String broken = Files.writeString(own.resolve("2.wav"), "xyz").toString();
    String last = Files.writeString(own.resolve("3.wav"), "aca").toString();
    String absent = own.resolve("4.wav").toString();

    Outcome one = carousel("transcribe", run, first, "--variant", "files");
    assertThat(one.status()).as(one.err()).isZero();
    assertThat(one.out()).matches("aba [abc]\n");
    assertThat(carousel("caption", run, first, "--variant", "files").out()).isEqualTo(one.out());
    Outcome several = carousel("transcribe", run, "--variant", "files", first, last);
    assertThat(several.status()).as(several.err()).isZero();
    assertThat(several.out())
        .matches("\\Q%s\\E\taba [abc]\n\\Q%s\\E\taca [abc]\n".formatted(first, last));
    Outcome some = carousel("transcribe", run, "--variant", "files", first, broken, absent, last);
    assertThat(some.status()).isEqualTo(2);
    assertThat(some.out()).isEqualTo(several.out());
    assertThat(some.err())
        .isEqualTo(
            "kernels: ejml\n%s: no letter 'x' in abc\n%s: no such file\n"
                .formatted(broken, absent));
    assertThat(carousel("transcribe", run, broken, "--variant", "files", "--verbose").err().lines())
        .contains("dev.carousel.data.InvalidDataException: " + broken + ": no letter 'x' in abc");
  }

  private static final String OF_TABLES =
      """
      "line, counted",length,even,unknown,asked
      1,2.0,true,,ASKED
      2,5.0,false,,ASKED
      2,0.0,true,,ASKED
      """;

  @Test
  void tablesAreForecast() throws IOException {
    Path file = Files.writeString(own.resolve("table.csv"), "aa\nabcde\n");
    Outcome outcome =
        carousel(
            "forecast",
            run,
            "--variant",
            "tables",
            "--input",
            file.toString(),
            "--horizon",
            "3",
            "--quantiles",
            "0.1,0.9",
            "--paths",
            "2");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            OF_TABLES.replace(
                "ASKED",
                "\"Asked[horizon=OptionalInt[3], quantiles=[0.1, 0.9], paths=2, everyRow=false]\""));
    assertThat(given("aa\nab", false, arguments("forecast RUN --variant tables")).out())
        .contains("\"Asked[horizon=OptionalInt.empty, quantiles=[], paths=0, everyRow=true]\"");
    assertThat(
            carousel(
                    "forecast",
                    run,
                    "--variant",
                    "tables",
                    "--every-row",
                    "--input",
                    file.toString())
                .out())
        .contains("everyRow=true");
  }

  @Test
  void anomaliesOfTablesAreFound() {
    Outcome outcome = given("aa\nabcde\n", false, arguments("detect RUN --variant tables"));

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo(OF_TABLES.replace("ASKED", "anomalies"));
    assertThat(given("aa\n\n", false, arguments("detect RUN --variant tables --format json")).out())
        .isEqualTo(
            """
            {"line, counted":1,"length":2.0,"even":true,"unknown":null,"asked":"anomalies"}
            {"line, counted":2,"length":0.0,"even":true,"unknown":null,"asked":"anomalies"}
            """);
  }

  @Test
  void refusedLinesOfTablesAreNamed() throws IOException {
    Path file = Files.writeString(own.resolve("table.csv"), "aa\nx\n");
    Outcome outcome = carousel("detect", run, "--variant", "tables", "--input", file.toString());
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).endsWith("\n" + file + ", line 2: 'x' is refused\n");
    // What could be said before was said.
    assertThat(outcome.out().lines()).hasSize(2);
    Outcome small = given("aa\n", false, arguments("detect RUN --variant tables"));
    assertThat(small.status()).isEqualTo(2);
    assertThat(small.err()).endsWith("\nstandard input: two lines are needed, there is 1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          generate RUN                         | there is nothing to go on with; give --prompt TEXT, or --prompt - for standard input
          generate RUN --prompt a --temperature -1 | --temperature must be a number of at least 0, got -1.0
          generate RUN --prompt a --top-k 0    | --top-k must be at least 1, got 0
          generate RUN --prompt a --nucleus 2  | --nucleus must be above 0 and at most 1, got 2.0
          generate RUN --prompt a --tokens -1  | --tokens must be at least 0, got -1
          generate RUN --prompt a --suggest 0  | --suggest must be at least 1, got 0
          generate RUN --prompt a --suggest 1 --tokens 2 | --suggest makes no text, so --tokens has no meaning; leave one of them out
          generate RUN --prompt a --variant grau | no variant 'grau' in RUN; did you mean 'gru'? variants: untrained, gru, translator, digits, figures, tables, files
          generate RUN --prompt a --seed 9 --variant gru | variant 'gru' has no trial of seed 9 that is done; there are [7, 8]
          generate RUN --prompt a --kernels simd | no kernels 'simd'; available: ejml
          generate RUN --prompt x --variant gru | kernels: ejml\\nno letter 'x' in abc
          generate RUN --prompt a --variant translator | kernels: ejml\\nthe models of 'RUN' do not go on with text; ask them with 'carousel predict'
          generate RUN/assets --prompt a       | 'RUN/assets' is not the folder of a run: it has no experiment.json
          predict RUN --batch 0                | --batch must be at least 1, got 0
          predict RUN --input nowhere          | --input nowhere: no such file
          translate RUN --beam 0               | --beam must be at least 1, got 0
          translate RUN --length-penalty -1    | --length-penalty must be a number of at least 0, got -1.0
          translate RUN --coverage NaN         | --coverage must be a number of at least 0, got NaN
          forecast RUN --horizon 0             | --horizon must be at least 1, got 0
          forecast RUN --quantiles 0.5,1       | --quantiles must be above 0 and below 1, got 1.0
          forecast RUN --paths -1              | --paths must be at least 0, got -1
          forecast RUN --input nowhere         | --input nowhere: no such file
          forecast RUN --variant gru           | kernels: ejml\\nthe models of 'RUN' do not forecast; ask them with 'carousel predict'
          detect RUN --variant gru             | kernels: ejml\\nthe models of 'RUN' do not find anomalies; ask them with 'carousel predict'
          transcribe RUN x --variant gru       | kernels: ejml\\nthe models of 'RUN' do not transcribe; ask them with 'carousel predict'
          caption RUN x --variant gru          | kernels: ejml\\nthe models of 'RUN' do not tell what clips show; ask them with 'carousel predict'
          translate RUN --variant gru          | kernels: ejml\\nthe models of 'RUN' do not translate; ask them with 'carousel predict'
          """)
  void wrongUseIsTold(String arguments, String message) {
    Outcome outcome = carousel(arguments(arguments));

    assertThat(outcome.err())
        .isEqualTo(message.strip().replace("RUN", run).replace("\\n", "\n") + "\n");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  private Path copied() throws IOException {
    Path copy = own.resolve("copy");
    try (Stream<Path> files = Files.walk(Path.of(run))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Path.of(run).relativize(file).toString()));
      }
    }
    return copy;
  }

  private static String refused(Path run) {
    Outcome outcome = carousel("generate", run.toString(), "--variant", "gru", "--prompt", "a");
    assertThat(outcome.status()).isEqualTo(2);
    return outcome.err().replace("kernels: ejml\n", "");
  }

  @Test
  void whatARunHasNotKeptIsTold() throws IOException {
    Path copy = copied();
    Files.delete(copy.resolve("checkpoints/gru-seed7.safetensors"));
    assertThat(refused(copy))
        .isEqualTo(
            "no file '%s/checkpoints/gru-seed7.safetensors', which should hold the weights\n"
                .formatted(copy));
    Files.delete(copy.resolve("assets/letters.txt"));
    assertThat(refused(copy))
        .isEqualTo(
            ("the assets of '%s' cannot be used: the run has kept no 'letters.txt', only [];"
                    + " 'carousel run … --resume' writes them again\n")
                .formatted(copy));
  }

  @Test
  void aModelWithOtherAssetsIsRefused() throws IOException {
    Path copy = copied();
    Files.writeString(copy.resolve("assets/letters.txt"), "abcd");

    assertThat(refused(copy)).startsWith(copy + "/checkpoints/gru-seed7.safetensors is of another");
  }

  @Test
  void failedTrialsAreNotAsked() throws IOException {
    Path copy = copied();
    ObjectNode results = (ObjectNode) Json.read(copy.resolve("results.json"));
    ((ObjectNode) results.at("/variants/1/trials/0")).put("status", "failed");
    Files.writeString(copy.resolve("results.json"), Json.pretty(results));
    assertThat(carousel("generate", copy.toString(), "--prompt", "a", "--tokens", "1").err())
        .startsWith("kernels: ejml\nvariant: gru, seed 8; the best on validation, nats ");

    results
        .at("/variants")
        .forEach(
            variant ->
                variant
                    .at("/trials")
                    .forEach(trial -> ((ObjectNode) trial).put("status", "failed")));
    Files.writeString(copy.resolve("results.json"), Json.pretty(results));
    assertThat(refused(copy)).isEqualTo("variant 'gru' has no trial that is done\n");
  }

  @Test
  void modelsOfTasksWithoutAssetsCannotBeAsked() throws IOException {
    Path file =
        Files.writeString(
            own.resolve("toy.json"),
            """
            {"task": {"type": "toy", "split": {"test": 4}}, "training": {"epochs": 1},
             "model": {"type": "sequence-model", "recurrent": {"cell": "gru"}}}
            """);
    Path out = own.resolve("toy");
    assertThat(carousel("run", file.toString(), "--out", out.toString()).status()).isZero();

    Outcome outcome = given("{}", false, "predict", out.toString());

    assertThat(outcome.err())
        .isEqualTo(
            "kernels: ejml\n"
                + "models of the task 'toy' cannot be asked, only those of: letters\n");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(out.resolve("assets")).doesNotExist();
  }

  /** The model has the units that were solved for, and the layers that the search chose. */
  @Test
  void modelsThatWereMatchedAndSearchedAreAsked() throws IOException {
    Files.writeString(own.resolve("text.txt"), TEXT);
    Path file =
        Files.writeString(
            own.resolve("searched.json"),
            """
            {
              "task": {"type": "letters", "file": "text.txt", "asked": "text"},
              "model": {"type": "sequence-model",
                        "recurrent": {"cell": {"type": "lstm", "units": 9}}},
              "training": {"epochs": 2},
              "compare": {
                "seeds": 1,
                "match": "parameters",
                "search": {
                  "trials": 3,
                  "space": {"model.recurrent.layers": {"type": "int", "low": 2, "high": 3}}
                },
                "variants": [{"name": "gru", "set": {"model.recurrent.cell.type": "gru"}}]
              }
            }
            """);
    Path out = own.resolve("searched");
    assertThat(carousel("run", file.toString(), "--out", out.toString()).status()).isZero();
    Files.delete(own.resolve("text.txt"));
    assertThat(Json.read(out.resolve("results.json")).at("/variants/0/units").intValue())
        .isNotEqualTo(9);

    Outcome outcome = carousel("generate", out.toString(), "--prompt", "a", "--tokens", "9");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).hasSize(10);
    assertThat(outcome.err()).isEqualTo("kernels: ejml\n");
  }

  /** A run of before there were assets gets them without any training. */
  @Test
  void resumingWritesAssetsAgain() throws IOException {
    Files.writeString(own.resolve("text.txt"), TEXT);
    Path out = own.resolve("again");
    Path file = Files.writeString(own.resolve("l.json"), EXPERIMENT);
    String[] command = {
      "run",
      file.toString(),
      "--out",
      out.toString(),
      "--resume",
      "--set",
      "compare.variants=[]",
      "--set",
      "training.epochs=1"
    };
    assertThat(carousel(command).status()).isZero();
    Files.delete(out.resolve("assets/letters.txt"));
    Files.writeString(out.resolve("assets/letters.txt.tmp"), "a");
    byte[] results = Files.readAllBytes(out.resolve("results.json"));

    assertThat(carousel(command).status()).isZero();

    assertThat(out.resolve("assets/letters.txt")).hasContent("abc");
    assertThat(out.resolve("assets/letters.txt.tmp")).doesNotExist();
    assertThat(out.resolve("results.json")).hasBinaryContent(results);
  }

  private String processed(String input, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ToyModule.class.getName()));
    command.addAll(List.of(arguments));
    Path in = Files.writeString(own.resolve("in"), input);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectError(own.resolve("err").toFile())
            .start();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(Files.readString(own.resolve("err"))).isZero();
      return printed;
    }
  }

  @Test
  void newProcessesGiveTheSameAnswers() throws Exception {
    String[] drawing = arguments("generate RUN --variant untrained --prompt ab --tokens 60");
    String[] asking = arguments("predict RUN --variant gru");
    String[] translating = arguments("translate RUN --variant translator");
    String requests = "{\"text\": \"ab\"}\n{\"text\": \"aba\"}\n";

    for (int repetition = 0; repetition < 2; repetition++) {
      assertThat(processed("", drawing)).isEqualTo(carousel(drawing).out()).hasSize(61);
    }
    assertThat(processed(requests, asking))
        .isEqualTo(given(requests, false, asking).out())
        .hasLineCount(2);
    assertThat(processed("ab\nac\n", translating))
        .isEqualTo(given("ab\nac\n", false, translating).out())
        .hasLineCount(2);
  }
}
