package dev.carousel.experiment.cli;

import static dev.carousel.experiment.toy.ToyModule.carousel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyModule.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunsTest {
  private static final String EXPERIMENT =
      """
      {
        "name": "music",
        "seed": 1,
        "task": {"type": "notes", "data": {"path": "jsb.json"}},
        "model": {"cell": {"type": "lstm", "units": 32}},
        "training": {"epochs": 200},
        "compare": {"seeds": 2, "variants": [{"name": "lstm", "set": {}}, {"name": "gru", "set":
          {"model.cell.type": "gru"}}]}
      }
      """;
  private static final String RESULTS =
      """
      {
        "name": "music",
        "metrics": [{"name": "nll", "lowerIsBetter": true},
                    {"name": "accuracy", "lowerIsBetter": false}],
        "variants": [
          {"name": "lstm", "cell": "lstm", "parameters": 10, "units": 2, "flops": 20,
           "trials": [
            {"seed": 1, "status": "done", "metrics": {"test": {"nll": 8.5, "accuracy": 0.5}},
             "epochs": 9, "bestEpoch": 5, "seconds": 60.5},
            {"seed": 2, "status": "done", "metrics": {"test": {"nll": 8.25, "accuracy": 0.75}},
             "epochs": 9, "bestEpoch": 5, "seconds": 60}]},
          {"name": "gru", "cell": "gru", "parameters": 8, "units": 2, "flops": 16,
           "trials": [
            {"seed": 1, "status": "failed", "reason": "out of luck", "metrics": {},
             "epochs": 3, "bestEpoch": 0, "seconds": 12},
            {"seed": 2, "status": "done", "metrics": {"test": {"nll": 8.75, "accuracy": 1.0}},
             "epochs": 9, "bestEpoch": 5, "seconds": 30}]}],
        "match": "units",
        "against": null,
        "baselines": [],
        "confounds": []
      }
      """;
  private static final String ENVIRONMENT =
      """
      {
        "carousel": "1", "java": {"version": "17"}, "kernels": "simd", "commit": "abc",
        "data": [{"path": "data/jsb.json", "sha256": "0123456789abcdef0123"}]
      }
      """;

  @TempDir private Path runs;

  private Path run(String name, int day, String experiment, String results, String environment)
      throws IOException {
    Path folder = Files.createDirectories(runs.resolve(name));
    Path file = Files.writeString(folder.resolve("experiment.json"), experiment);
    var time = LocalDateTime.of(2026, 1, day, 12, 30).atZone(ZoneId.systemDefault());
    Files.setLastModifiedTime(file, FileTime.from(time.toInstant()));
    if (results != null) {
      Files.writeString(folder.resolve("results.json"), results);
    }
    if (environment != null) {
      Files.writeString(folder.resolve("environment.json"), environment);
    }
    return folder;
  }

  @BeforeEach
  void makeRuns() throws IOException {
    run("a-old", 3, EXPERIMENT, RESULTS, ENVIRONMENT);
    run(
        "b-new",
        5,
        EXPERIMENT
            .replace("music", "words")
            .replace("notes", "text")
            .replace("\"units\": 32", "\"size\": 64")
            .replace("\"seeds\": 2", "\"seeds\": 3"),
        RESULTS.replace("\"gru\"", "\"mgu\"").replace("8.5", "1.5").replace("60", "1"),
        ENVIRONMENT.replace("simd", "ejml").replace("012345", "543210"));
    run("c-begun", 4, EXPERIMENT, null, ENVIRONMENT);
    run(
        "d-early",
        1,
        EXPERIMENT,
        RESULTS.replaceFirst("(?s)\"metrics\": \\[.*?\\],", "\"metrics\": [],"),
        null);
  }

  private Outcome list(String... options) {
    List<String> arguments = new ArrayList<>(List.of("runs", runs.toString()));
    arguments.addAll(List.of(options));
    Outcome outcome = carousel(arguments.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    return outcome;
  }

  private List<String> folders(Outcome outcome) {
    List<String> folders = new ArrayList<>();
    Json.parse(outcome.out(), "list")
        .forEach(
            run -> folders.add(Path.of(run.get("folder").stringValue()).getFileName().toString()));
    return folders;
  }

  @Test
  void listsTheLatestFirst() {
    assertThat(list("--json", "--cell", "gru").out())
        .isEqualTo(
            """
            [
              {
                "folder" : "RUNS/a-old",
                "name" : "music",
                "started" : "TIME",
                "task" : "notes",
                "variants" : 2,
                "seeds" : 2,
                "done" : 3,
                "failed" : 1,
                "unfinished" : 0,
                "metric" : "nll",
                "best" : {
                  "variant" : "lstm",
                  "mean" : 8.375,
                  "sd" : 0.1767766952966369,
                  "n" : 2
                },
                "seconds" : 162.5
              },
              {
                "folder" : "RUNS/d-early",
                "name" : "music",
                "started" : "EARLY",
                "task" : "notes",
                "variants" : 2,
                "seeds" : 2,
                "done" : 3,
                "failed" : 1,
                "unfinished" : 0,
                "metric" : "nll",
                "best" : null,
                "seconds" : 162.5
              }
            ]
            """
                .replace("RUNS", runs.toString())
                .replace("TIME", instant(3))
                .replace("EARLY", instant(1)));
  }

  private static String instant(int day) {
    return LocalDateTime.of(2026, 1, day, 12, 30)
        .atZone(ZoneId.systemDefault())
        .toInstant()
        .toString();
  }

  @Test
  void listsWhatRunsWereAndWhatTheyCameTo() {
    assertThat(list().out())
        .isEqualTo(
            """
            folder   name   started           task   variants x seeds
            ------------------------------------------------------------------------------
            b-new    words  2026-01-05 12:30  text   2 x 3: 3 done, 1 failed, 2 unfinished
            c-begun  music  2026-01-04 12:30  notes  2 x 2: 0 done, 4 unfinished
            a-old    music  2026-01-03 12:30  notes  2 x 2: 3 done, 1 failed
            d-early  music  2026-01-01 12:30  notes  2 x 2: 3 done, 1 failed

            folder   best       by test      mean ± sd  n  seconds
            ------------------------------------------------------
            b-new    lstm       nll      4.875 ± 4.773  2     44.5
            c-begun  none done  -                    -  -      0.0
            a-old    lstm       nll      8.375 ± 0.177  2    162.5
            d-early  not known  nll                  -  -    162.5
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --sort folder                | a-old b-new c-begun d-early
          --sort name                  | a-old c-begun d-early b-new
          --sort started               | b-new c-begun a-old d-early
          --sort task                  | a-old c-begun d-early b-new
          --sort best --metric nll     | a-old d-early b-new
          --sort seconds               | a-old d-early b-new c-begun
          --task notes                 | c-begun a-old d-early
          --cell mgu                   | b-new
          --metric accuracy            | b-new a-old d-early
          --metric mase                |
          --since 2026-01-04           | b-new c-begun
          --since 2026-01-05 --task no |
          """)
  void listsWhatIsAskedFor(String options, String expected) {
    List<String> arguments = new ArrayList<>(List.of(options.strip().split(" ")));
    arguments.add("--json");
    List<String> wanted = expected == null ? List.of() : List.of(expected.split(" "));
    assertThat(folders(list(arguments.toArray(String[]::new)))).isEqualTo(wanted);
  }

  @Test
  void theMetricDecidesWhatIsBest() {
    assertThat(list("--metric", "accuracy", "--cell", "mgu").out())
        .contains("mgu ", "accuracy ", "1.000  1 ");
  }

  @Test
  void figuresOfDifferentTasksAreNotSetAgainstEachOther() throws IOException {
    run("e", 6, EXPERIMENT.replace("model.cell.type", "task.data.path"), RESULTS, null);
    assertThat(list().out()).containsPattern("\ne +several tasks +nll +- +- ");
  }

  @Test
  void whatIsNoRunIsTold() throws IOException {
    Files.createDirectories(runs.resolve("empty"));
    run("half", 1, EXPERIMENT, "{\"name\": \"mu", null);
    run("foreign", 1, "[1, 2]", null, null);
    run("other", 1, EXPERIMENT, "{\"models\": []}", null);
    run("odd", 1, EXPERIMENT, RESULTS.replace("\"seed\": 1", "\"seed\": \"x\""), null);
    Files.writeString(runs.resolve("notes.txt"), "not a folder");

    String out = list("--cell", "mgu").out().replace(runs.toString(), "runs");

    assertThat(out)
        .contains("b-new")
        .contains(
            """

            not listed:
              'runs/empty' is no run: it has no experiment.json
              runs/foreign/experiment.json does not hold an object
              runs/half/results.json, line 1, column 13:""")
        .contains("\n  runs/odd/results.json does not hold the results of a run: ")
        .contains("\n  runs/other/results.json does not hold the results of a run: ");
    assertThat(list("--json").out()).contains("\"reason\" : \"'");
  }

  @Test
  void nothingThereIsNoError() throws IOException {
    Path empty = Files.createDirectories(runs.resolve("a-old/none"));
    assertThat(carousel("runs", empty.toString()).out()).isEqualTo("no runs in " + empty + "\n");
    assertThat(list("--task", "no").out()).isEqualTo("no such runs in " + runs + "\n");
    assertThat(carousel("runs").status()).isZero();
  }

  private String compared(String... arguments) {
    List<String> all = new ArrayList<>(List.of("runs", runs.toString(), "--compare"));
    all.addAll(List.of(arguments));
    Outcome outcome = carousel(all.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    return outcome.out().replace(runs.toString(), "runs");
  }

  @Test
  void showsWhatDiffers() {
    assertThat(compared("a", "words"))
        .isEqualTo(
            """
            A is runs/a-old
            B is runs/b-new

            experiment        A        B
            ----------------------------------
            name              "music"  "words"
            task.type         "notes"  "text"
            model.cell.units  32       absent
            model.cell.size   absent   64
            compare.seeds     2        3

            environment  A       B
            ---------------------------
            kernels      "simd"  "ejml"

            The data differ, so the results below are not of the same thing.
            data file, SHA-256  A             B
            ----------------------------------------------
            jsb.json            0123456789ab  5432106789ab

            The tasks differ, so the results below are not of the same thing.

            variant     A test nll  n     B test nll  n
            -------------------------------------------
            lstm     8.375 ± 0.177  2  4.875 ± 4.773  2
            gru              8.750  1         absent  -
            mgu             absent  -          8.750  1

            A and B are shown side by side and never averaged; for a mean over more seeds run one \
            experiment with --seeds.
            """);
  }

  @Test
  void showsThatNothingDiffers() {
    assertThat(compared(runs.resolve("a-old").toString(), "c-beg", "--metric", "accuracy"))
        .isEqualTo(
            """
            A is runs/a-old
            B is runs/c-begun

            The experiments are the same.

            The environments are the same.

            The data are the same.

            variant  A test accuracy  n  B test accuracy  n
            -----------------------------------------------
            lstm     0.6250 ± 0.1768  2           absent  -
            gru                1.000  1           absent  -

            A and B are shown side by side and never averaged; for a mean over more seeds run one \
            experiment with --seeds.
            """);
    assertThat(compared("c-begun", "c-begun")).contains("\nNeither run has results yet.\n");
    assertThat(compared("a-old", "d-early"))
        .contains("\nThe runs do not both say which data they used.\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --since June                      | --since must be a date such as 2026-01-31, got 'June'
          nowhere                           | no folder 'nowhere'
          --compare a-old x                 | no run's name begins with 'x'; 'carousel runs' lists them
          --compare a-old music             | 'music' begins the names of 3 runs: RUNS/a-old, RUNS/c-begun, RUNS/d-early; give more of the folder's name
          --compare a-old half              | RUNS/half/results.json, line 1, column 2: Unexpected end-of-input: expected close marker for Object
          --compare a b --json              | --compare takes two runs as they are; leave out --json
          --compare a b --task text         | --compare takes two runs as they are; leave out --task
          --compare a b --compare c-begun d | --compare takes two runs, got 4
          """)
  void whatCannotBeDoneIsTold(String options, String message) throws IOException {
    run("half", 1, EXPERIMENT, "{", null);
    List<String> arguments = new ArrayList<>(List.of("runs", runs.toString()));
    arguments.addAll(List.of(options.strip().split(" +")));
    Outcome outcome = carousel(arguments.toArray(String[]::new));
    assertThat(outcome.err()).isEqualTo(message.replace("RUNS", runs.toString()) + "\n");
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void aSortThatIsNotKnownIsWrongUse() {
    Outcome outcome = carousel("runs", "--sort", "size");
    assertThat(outcome.err())
        .isEqualTo(
            "Invalid value for option '--sort': expected one of [FOLDER, NAME, STARTED, TASK, BEST,"
                + " SECONDS] (case-insensitive) but was 'size'\nsee 'carousel runs --help'\n");
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void aRunThatWasJustDoneIsListed() throws IOException {
    Path file =
        Files.writeString(
            runs.resolve("toy.json"),
            """
            {"task": {"type": "toy", "split": {"test": 4}}, "training": {"epochs": 1},
             "model": {"type": "sequence-model", "recurrent": {"cell": "gru"}}}
            """);
    Path out = runs.resolve("toy-run");
    carousel("run", file.toString(), "--out", out.toString());

    assertThat(carousel("runs", out.toString()).out())
        .contains(out + "  toy ", "1 x 1: 1 done")
        .doesNotContain("not listed");
    assertThat(carousel("runs", "--compare", out.toString(), out.toString()).out())
        .contains("The experiments are the same.", "variant ", "gru ");
  }
}
