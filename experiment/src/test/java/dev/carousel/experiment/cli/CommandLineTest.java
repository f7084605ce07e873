package dev.carousel.experiment.cli;

import static dev.carousel.experiment.toy.ToyModule.carousel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static final String LEAST =
      """
      {"task": {"type": "toy", "split": {"test": 4}},
       "model": {"type": "sequence-model", "recurrent": {"cell": "gru"}}}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rum x.json               | unknown command 'rum'; did you mean 'run'?         | carousel
          run x.json --ouut q      | unknown option '--ouut'; did you mean '--out'?     | carousel run
          run x.json --zzzzzzzzzzz | unknown option '--zzzzzzzzzzz'                     | carousel run
          run x.json y.json        | unknown argument 'y.json'                          | carousel run
          run                      | missing required parameter: 'FILE'                 | carousel run
          report                   | missing required parameter: 'DIR'                  | carousel report
          run x.json --threads two | Invalid value for option '--threads': 'two' is not an int | carousel run
          predict                  | missing required parameter: 'RUN'                  | carousel predict
          export q --out w         | missing required option: '--to=FORMAT'             | carousel export
          import x.json --out q    | missing required option: '--weights=FILE'          | carousel import
          transcribe q             | missing required parameter: 'FILE'                 | carousel transcribe
          caption q                | missing required parameter: 'CLIP'                 | carousel caption
          generate q --tokens few  | Invalid value for option '--tokens': 'few' is not an int | carousel generate
          translate q --beem 3     | unknown option '--beem'; did you mean '--beam'?    | carousel translate
          explain gru --format svg | Invalid value for option '--format': expected one of [TEXT, LATEX, MERMAID] (case-insensitive) but was 'svg' | carousel explain
          """)
  void wrongUseIsTold(String arguments, String message, String help) {
    var run = carousel(arguments.strip().split(" +"));
    assertThat(run.err()).isEqualTo(message + "\nsee '" + help + " --help'\n");
    assertThat(run.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run nowhere.json            | no file 'nowhere.json'
          run FILE --kernels simd     | no kernels 'simd'; available: ejml
          run FILE --threads 0        | --threads must be at least 1, got 0
          run FILE --resume           | --resume needs --out DIR, the folder of the run to continue
          run FILE --seeds 0          | seeds must be at least 1, got 0 at /compare
          run FILE --set epochs       | --set epochs has no value; write it like --set training.epochs=5
          run FILE --data nowhere     | kernels: ejml\\nno folder 'nowhere', given by --data
          run FILE --out FILE         | kernels: ejml\\n'FILE' is a file; --out needs a folder
          run FILE --out FILE/below   | kernels: ejml\\ncannot write in folder 'FILE/below' (FileSystemException); give another --out
          explain gruu                | no cell 'gruu'; did you mean 'gru'? available: gru, lstm, rnn, variational-dropout, zoneout
          explain gru --units 0       | units must be at least 1, got 0 at /
          explain gru --input 0       | --input must be at least 1, got 0
          """)
  void whatCannotBeDoneIsTold(String arguments, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), LEAST);
    var run = carousel(arguments.strip().replace("FILE", file.toString()).split(" +"));
    String expected = message.replace("FILE", file.toString()).replace("\\n", "\n");
    assertThat(run.err()).isEqualTo(expected + "\n");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void stackTraceIsShownOnRequestOnly() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "[]");
    assertThat(carousel("validate", file.toString()).err()).doesNotContain("\tat ");
    assertThat(carousel("validate", file.toString(), "--verbose").err())
        .startsWith("expected an object at /, got a list\n")
        .contains("\tat ");
  }

  @Test
  void noCommandShowsTheWay() {
    var run = carousel();
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("a command is missing\nsee 'carousel --help'\n");
    assertThat(carousel("--help").out())
        .contains("run ", "validate ", "schema ", "cells ", "explain ", "report ", "runs ")
        .contains(
            "trace ",
            "export ",
            "import ",
            "generate ",
            "predict ",
            "translate ",
            "transcribe ",
            "caption ");
    assertThat(carousel("--version").out()).isEqualTo("carousel development\n");
  }

  @Test
  void validateNamesTheNumberOfTrials() throws IOException {
    Path file = Files.writeString(folder.resolve("my toy.json"), LEAST);
    var run = carousel("validate", file.toString(), "--seeds", "4");
    assertThat(run.out()).isEqualTo(file + " is valid: 1 variant x 4 seeds = 4 trials\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void cellsListsModulesAndDefaults() {
    assertThat(carousel("cells").out())
        .isEqualTo(
            """
            cell                 module  keys
            ----------------------------------------------------------------------
            gru                  toy     units=4, reset="after"
            lstm                 toy     units=4, forgetBias=1.0
            rnn                  toy     units=4, activation="tanh"
            variational-dropout  core    cell (required), input=0.0, recurrent=0.2
            zoneout              core    cell (required), hidden=0.05, memory=0.0
            """);
  }

  @Test
  void explainPrintsEachFormat() {
    assertThat(carousel("explain", "rnn", "--units", "3", "--input", "2").out()).contains("tanh");
    assertThat(carousel("explain", "rnn", "--format", "latex").out()).contains("\\begin{align*}");
    assertThat(carousel("explain", "rnn", "--format", "mermaid").out()).contains("flowchart");
    assertThat(carousel("explain", "{\"type\": \"rnn\", \"units\": 3}", "--input", "2").out())
        .isEqualTo(carousel("explain", "rnn", "--units", "3", "--input", "2").out());
    assertThat(carousel("explain", "{\"type\": rnn}").err()).startsWith("CELL, line 1, column ");
  }

  @Test
  void schemaIsJson() {
    var schema = Json.parse(carousel("schema").out(), "schema");
    assertThat(schema.get("$schema").stringValue())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.get("required")).hasToString("[\"task\",\"model\"]");
    assertThat(schema.at("/$defs/Cell/anyOf/5/enum")).hasToString("[\"gru\",\"lstm\",\"rnn\"]");
  }
}
