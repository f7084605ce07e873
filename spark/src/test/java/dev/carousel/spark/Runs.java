package dev.carousel.spark;

import dev.carousel.experiment.Main;
import dev.carousel.experiment.cli.Carousel;
import dev.carousel.experiment.cli.Session;
import dev.carousel.experiment.cli.StandardInput;
import dev.carousel.experiment.json.Json;
import dev.carousel.train.EpochTrainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The command line, and what a run has left. */
final class Runs {
  /** A dozen trials that take a hundred steps each. */
  static final String SMALL = searched(200, 2, 4);

  /** An experiment whose trials hardly train. */
  static final String TINY =
      """
      {
        "name": "tiny",
        "seed": 1,
        "task": {"type": "adding-problem", "length": 5,
                 "trainSequences": 20, "validSequences": 10, "testSequences": 10},
        "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm", "units": 4}}},
        "training": {"epochs": 1, "batchSize": 10}
      }
      """;

  private Runs() {}

  record Outcome(int status, String out, String err) {}

  static Outcome carousel(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            Main.namedTypes(Runs.class.getClassLoader()),
            new EpochTrainer(),
            new StandardInput(InputStream.nullInputStream(), () -> false),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    int status = Carousel.execute(session, arguments);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /**
   * An experiment of two variants, each with a search that comes in rounds.
   *
   * @param sequences how many each trial is trained on, four times
   * @param seeds of each variant
   * @param trials of each variant's search
   */
  static String searched(int sequences, int seeds, int trials) {
    return """
        {
          "name": "searched",
          "seed": 5,
          "task": {"type": "adding-problem", "length": 10,
                   "trainSequences": %d, "validSequences": 50, "testSequences": 50},
          "model": {"type": "sequence-model", "dropout": 0.1,
                    "recurrent": {"cell": {"type": "lstm", "units": 8}, "dropout": 0.1}},
          "training": {"epochs": 4, "batchSize": 8, "schedule": "cosine"},
          "compare": {
            "seeds": %d,
            "match": "parameters",
            "search": {
              "trials": %d,
              "space": {
                "training.optimizer.learningRate": {"type": "logUniform", "low": 1e-4, "high": 0.1}
              },
              "halving": {"factor": 2, "epochs": 1}
            },
            "variants": [
              {"name": "lstm"},
              {"name": "gru", "set": {"model.recurrent.cell.type": "gru"}}
            ]
          }
        }
        """
        .formatted(sequences, seeds, trials);
  }

  /** An experiment with one variant that is sound, and one in which something goes wrong. */
  static String faulty(String fault) {
    return """
        {
          "name": "faulty",
          "task": {"type": "faulty", "fault": "none"},
          "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm", "units": 4}}},
          "training": {"epochs": 1, "batchSize": 4},
          "compare": {
            "seeds": 1,
            "variants": [
              {"name": "sound"},
              {"name": "unsound", "set": {"task.fault": "%s"}}
            ]
          }
        }
        """
        .formatted(fault);
  }

  /** The first trial of a variant in a run's results. */
  static JsonNode trial(Path run, int variant) {
    return timeless(run).at("/variants/" + variant + "/trials/0");
  }

  /** The results but for the times. */
  static JsonNode timeless(Path run) {
    JsonNode results = Json.read(run.resolve("results.json"));
    results.findParents("seconds").forEach(parent -> ((ObjectNode) parent).remove("seconds"));
    return results;
  }

  /** The lines of metrics.jsonl but for the times, in an order of their own. */
  static String timelessMetrics(Path run) throws IOException {
    try (Stream<String> lines = Files.lines(run.resolve("metrics.jsonl"))) {
      return String.join(
          "\n", lines.map(line -> line.replaceFirst(",\"seconds\":[^}]*", "")).sorted().toList());
    }
  }

  /** The files below folders of a run that have no times in them. */
  static Map<String, String> files(Path run) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : new String[] {"checkpoints", "exhibits", "assets"}) {
      Path folder = run.resolve(name);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            contents.put(
                run.relativize(file).toString(),
                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
          }
        }
      }
    }
    return contents;
  }
}
