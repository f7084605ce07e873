package dev.carousel.experiment.page;

import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Band;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.HeatMap;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Mark;
import dev.carousel.exhibit.Provenance;
import dev.carousel.exhibit.Span;
import dev.carousel.exhibit.Strip;
import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Confound;
import dev.carousel.experiment.report.ExhibitsJson;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.SearchResults;
import dev.carousel.experiment.report.SearchTrial;
import dev.carousel.experiment.report.Size;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder of a run as it might be: figures are made up, but each summary and difference is that
 * of its trials. The second variant's last trial has failed.
 */
record SampleRun(
    String name,
    List<Variant> variants,
    int seeds,
    int epochs,
    boolean searched,
    boolean traced,
    int units,
    int steps) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * A variant: what it is called, its cell, such as "lstm" or "zoneout of lstm", and how good it
   * is.
   */
  record Variant(String name, String cell, double nll) {}

  /** Three variants, five seeds, a search, traces and exhibits. */
  static SampleRun usual() {
    return new SampleRun(
        "music-comparison",
        List.of(
            new Variant("rnn", "rnn", 9.1),
            new Variant("lstm", "lstm", 8.62),
            new Variant("gru", "gru", 8.55)),
        5,
        40,
        true,
        true,
        24,
        60);
  }

  SampleRun named(String other, List<Variant> others) {
    return new SampleRun(other, others, seeds, epochs, searched, traced, units, steps);
  }

  SampleRun bare() {
    return new SampleRun(name, variants, seeds, epochs, false, false, units, steps);
  }

  /** Writes it. */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("traces"));
    Files.createDirectories(folder.resolve("exhibits"));
    Random random = new Random(4);
    List<double[]> test = new ArrayList<>();
    for (Variant variant : variants) {
      test.add(
          IntStream.range(0, seeds)
              .mapToDouble(s -> variant.nll() + 0.04 * (s % 3) + 0.05 * random.nextGaussian())
              .toArray());
    }
    write(folder.resolve("results.json"), results(test, random));
    write(folder.resolve("experiment.json"), experiment());
    write(folder.resolve("environment.json"), environment());
    Files.write(folder.resolve("metrics.jsonl"), metrics(test, random));
    if (traced) {
      for (int v = 0; v < variants.size(); v++) {
        write(
            folder.resolve("traces").resolve("trace-" + v + "-seed11.json"),
            trace(variants.get(v), v, random));
        write(
            folder.resolve("exhibits").resolve("exhibits-" + v + "-seed11.json"),
            ExhibitsJson.write(variants.get(v).name(), 11, exhibits(v)));
      }
    }
    return folder;
  }

  private static void write(Path file, JsonNode json) throws IOException {
    Files.writeString(file, Json.line(json));
  }

  private boolean failed(int variant, int seed) {
    return variant == 1 && seed == seeds - 1;
  }

  private ObjectNode results(List<double[]> test, Random random) {
    List<VariantResults> list = new ArrayList<>();
    Map<String, JsonNode> rates = new LinkedHashMap<>();
    for (int v = 0; v < variants.size(); v++) {
      List<TrialResult> trials = new ArrayList<>();
      for (int s = 0; s < seeds; s++) {
        double seconds = 20 + 3 * v + random.nextDouble();
        trials.add(
            failed(v, s)
                ? new TrialResult(
                    11 + s,
                    Optional.of("the training loss of epoch 7 is NaN <at batch 3>"),
                    Map.of(),
                    7,
                    0,
                    seconds)
                : new TrialResult(
                    11 + s,
                    Optional.empty(),
                    Map.of(
                        Split.TRAIN, figures(test.get(v)[s] - 0.3),
                        Split.VALID, figures(test.get(v)[s] - 0.1),
                        Split.TEST, figures(test.get(v)[s])),
                    epochs - 2 * s,
                    epochs - 3 * s,
                    seconds));
      }
      list.add(
          new VariantResults(
              variants.get(v).name(),
              variants.get(v).cell(),
              new Size(96 - 10 * v, 24_100 + 37 * v, 41_000.0 + 9_000 * v),
              trials,
              searched ? Optional.of(search(v, random)) : Optional.empty()));
      rates.put(variants.get(v).name(), JSON.numberNode(0.003 / (v + 1)));
    }
    return ResultsJson.write(
        new Results(
            name,
            List.of(new Metric("nll", true), new Metric("accuracy", false)),
            Match.PARAMETERS,
            Optional.empty(),
            list,
            List.of(
                new Baseline("frequency of each key", Map.of(Split.TEST, figures(9.4))),
                new Baseline("uniform", Map.of(Split.TEST, figures(61)))),
            List.of(new Confound("training.optimizer.learningRate", rates, false))));
  }

  private static Map<String, Double> figures(double nll) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("nll", nll);
    figures.put("accuracy", 3 / nll);
    return figures;
  }

  private SearchResults search(int variant, Random random) {
    List<SearchTrial> trials = new ArrayList<>();
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int number = 1; number <= 16; number++) {
      double rate = Math.exp(Math.log(1e-4) + random.nextDouble() * Math.log(1e3));
      boolean failed = rate > 0.05;
      boolean stopped = number % 5 == 0;
      double nll =
          variants.get(variant).nll()
              + 0.3 * Math.pow(Math.log10(rate) + 2.5, 2)
              + (stopped ? 0.5 : 0.1) * random.nextDouble();
      if (!failed && !stopped && nll < least) {
        least = nll;
        best = number;
      }
      Map<String, JsonNode> set = new LinkedHashMap<>();
      set.put("training.optimizer.learningRate", JSON.numberNode(rate));
      set.put("model.dropout", JSON.numberNode(0.1 * (number % 4)));
      set.put("model.initializer", JSON.stringNode(number % 2 == 0 ? "keras" : "pytorch"));
      trials.add(
          new SearchTrial(
              number,
              set,
              failed
                  ? SearchTrial.Status.FAILED
                  : stopped ? SearchTrial.Status.STOPPED : SearchTrial.Status.DONE,
              new TrialResult(
                  -number,
                  failed ? Optional.of("the training loss of epoch 1 is NaN") : Optional.empty(),
                  failed ? Map.of() : Map.of(Split.VALID, figures(nll)),
                  stopped ? 4 : 12,
                  failed ? 0 : 4,
                  5.5)));
    }
    return new SearchResults(trials, OptionalInt.of(best));
  }

  private ObjectNode experiment() {
    ObjectNode root = JSON.objectNode().put("name", name).put("seed", 11);
    root.putObject("task").put("type", "adding-problem");
    ObjectNode model = root.putObject("model").put("type", "sequence-model");
    model.putObject("recurrent").putObject("cell").put("type", "lstm");
    root.putObject("training").put("epochs", epochs);
    ObjectNode compare = root.putObject("compare").put("seeds", seeds);
    ArrayNode list = compare.putArray("variants");
    for (Variant variant : variants) {
      ObjectNode object = list.addObject().put("name", variant.name());
      ObjectNode cell = object.putObject("set").putObject("model.recurrent.cell");
      String[] types = variant.cell().split(" of ");
      for (int i = 0; i < types.length - 1; i++) {
        cell = cell.put("type", types[i]).putObject("cell");
      }
      cell.put("type", types[types.length - 1]).put("units", units);
    }
    return root;
  }

  private static ObjectNode environment() {
    ObjectNode root = JSON.objectNode().put("carousel", "0.1.0");
    root.putObject("java").put("version", "17.0.9+9").put("vendor", "x").put("vm", "OpenJDK");
    root.putObject("os").put("name", "Linux").put("version", "6.1").put("architecture", "amd64");
    root.putObject("cpu").put("model", "A processor with 2 cores").put("count", 2);
    root.put("kernels", "simd").putNull("commit");
    root.putArray("data")
        .addObject()
        .put("path", "data/chorales.json")
        .put("sha256", "0a".repeat(32));
    return root;
  }

  private List<String> metrics(List<double[]> test, Random random) {
    List<String> lines = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      for (int v = 0; v < variants.size(); v++) {
        int last = failed(v, s) ? 7 : epochs - 2 * s;
        for (int epoch = 1; epoch <= last; epoch++) {
          ObjectNode line = JSON.objectNode().put("variant", variants.get(v).name());
          double excess = 3.5 * Math.exp(-epoch / (6.0 + v)) + 0.03 * random.nextDouble();
          double nll = test.get(v)[s] + excess;
          line.put("seed", 11 + s).put("epoch", epoch).put("learningRate", 0.003);
          line.put("trainingLoss", nll - 0.2 - 0.02 * epoch);
          line.putObject("valid").put("nll", nll).put("accuracy", 3 / nll);
          line.put("best", true).put("tokens", 12_400).put("seconds", 0.5 + 0.1 * v);
          lines.add(Json.line(line));
        }
      }
    }
    if (searched) {
      // A line of the search, which no learning curve may show.
      lines.add(0, lines.get(0).replace("\"epoch\":1,", "\"search\":1,\"epoch\":999,"));
    }
    return lines;
  }

  private ObjectNode trace(Variant variant, int v, Random random) {
    ObjectNode root = JSON.objectNode().put("variant", variant.name()).put("cell", variant.cell());
    root.put("seed", 11).put("input", "valid:0").put("steps", steps);
    ArrayNode labels = root.putArray("labels");
    IntStream.range(0, steps)
        .forEach(t -> labels.add("the quick brown fox ".substring(t % 20, t % 20 + 1)));
    ObjectNode layer = root.putArray("layers").addObject();
    layer.put("name", "recurrent.0.forward").put("units", units);
    ArrayNode values = layer.putArray("values");
    List<String> names =
        variant.cell().equals("rnn")
            ? List.of("h")
            : variant.cell().equals("gru")
                ? List.of("r", "z", "n", "h")
                : List.of("i", "f", "g", "o", "c", "h");
    for (String value : names) {
      boolean gate = List.of("i", "f", "o", "r", "z").contains(value);
      boolean state = List.of("c", "h").contains(value);
      ObjectNode object = values.addObject().put("name", value);
      object.put("kind", gate ? "gate" : state ? "state" : "candidate");
      object.put("mean", gate ? 0.6 : 0.02).put("low", 0.051).put("high", 0.43);
      ArrayNode data = object.putArray("data");
      for (int t = 0; t < steps; t++) {
        ArrayNode row = data.addArray();
        for (int j = 0; j < units; j++) {
          double a = Math.sin(0.11 * t * (1 + j % 5) + j) * 2.5 + 0.3 * random.nextGaussian();
          double bounded =
              gate ? 1 / (1 + Math.exp(-a)) : value.equals("c") ? 1.7 * a : Math.tanh(a);
          row.add(Math.round(bounded * 1e4) / 1e4);
        }
      }
    }
    ObjectNode gradients = layer.putObject("gradients");
    ObjectNode jacobian = layer.putObject("jacobian");
    for (String state : variant.cell().equals("lstm") ? List.of("h", "c") : List.of("h")) {
      double decay = v == 0 ? 0.7 : 0.96 + 0.01 * v;
      ArrayNode norms = gradients.putArray(state);
      IntStream.rangeClosed(0, steps).forEach(t -> norms.add(0.1 * Math.pow(decay, steps - t)));
      ObjectNode object = jacobian.putObject(state);
      ArrayNode lag = object.putArray("lag");
      ArrayNode norm = object.putArray("norm");
      ArrayNode singular = object.putArray("singularValues");
      for (int l = 0; l <= steps; l++) {
        lag.add(l);
        norm.add(l == steps && v == 0 ? 0 : Math.pow(decay, l));
        ArrayNode all = singular.addArray();
        for (int j = 0; j < units; j++) {
          all.add(Math.pow(decay, l) / (1 + j));
        }
      }
    }
    ObjectNode horizon = layer.putObject("horizon");
    if (v == 0) {
      horizon.put("steps", 12.9);
    } else {
      horizon.putNull("steps");
    }
    horizon.put("note", v == 0 ? "the lag at which the norm falls below 1 %" : "beyond the input");
    layer
        .putObject("timescales")
        .putObject("h")
        .put("coefficient", "f_t")
        .put("median", 3.52)
        .put("longest", 41.7);
    return root;
  }

  /** In Berlin, over the end of summer time: an hour comes twice. */
  private static final long OCTOBER = Instant.parse("2023-10-28T18:00:00Z").toEpochMilli();

  private static List<Exhibit> exhibits(int v) {
    return List.of(forecast(v), errors(v), beat(v), spoken(v));
  }

  private static Exhibit forecast(int v) {
    double[] hours = IntStream.range(0, 30).mapToDouble(h -> OCTOBER + 3_600_000.0 * h).toArray();
    double[] actual = IntStream.range(0, 30).mapToDouble(h -> 40 + 9 * Math.sin(h / 4.0)).toArray();
    // At the beginning, and around a value that no line leads to.
    for (int gap : new int[] {0, 7, 9}) {
      actual[gap] = Double.NaN;
    }
    double[] ahead = Arrays.copyOfRange(hours, 18, 30);
    double[] known = Arrays.copyOfRange(actual, 18, 30);
    double[] told = IntStream.range(18, 30).mapToDouble(h -> actual[h] + v - 1).toArray();
    return new Chart(
        "Load: first window of the test part",
        "12 steps from 2023-10-29 13:00 on, told from the 18 steps before.",
        new Axis.Times("time", ZoneId.of("Europe/Berlin")),
        new Axis.Numbers("load"),
        List.of(
            new Line("actual", Provenance.DATA, hours, actual),
            new Line("forecast", Provenance.MODEL, ahead, told),
            new Line("seasonal-naive", Provenance.BASELINE, ahead, shifted(known, 4))),
        List.of(
            new Band("80% interval", ahead, shifted(told, -6), shifted(told, 6)),
            new Band("50% interval", ahead, shifted(told, -2.5), shifted(told, 2.5))),
        List.of(
            new Mark("anomaly", Provenance.DATA, hours[4], hours[6]),
            new Mark("anomaly", Provenance.DATA, hours[12], hours[12]),
            new Mark("flagged", Provenance.MODEL, hours[5], hours[5 + v])));
  }

  private static double[] shifted(double[] values, double by) {
    double[] shifted = Arrays.stream(values).map(value -> value + by).toArray();
    shifted[8] = Double.NaN;
    shifted[10] = Double.NaN;
    return shifted;
  }

  private static Exhibit errors(int v) {
    double[] steps = IntStream.rangeClosed(1, 12).mapToDouble(h -> h).toArray();
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            "error",
            Provenance.MODEL,
            steps,
            Arrays.stream(steps).map(h -> (3 - 0.3 * v) * Math.sqrt(h)).toArray()));
    for (String name : List.of("naive", "seasonal-naive", "drift", "ets", "theta", "linear")) {
      double more = 0.2 * name.length();
      lines.add(
          new Line(
              name,
              Provenance.BASELINE,
              steps,
              Arrays.stream(steps).map(h -> 3 * Math.sqrt(h) + more).toArray()));
    }
    return new Chart(
        "Load: error by step ahead",
        "Mean absolute error by step ahead, over 24 windows of the test part.",
        new Axis.Numbers("steps ahead"),
        new Axis.Numbers("mean absolute error"),
        lines,
        List.of(),
        List.of());
  }

  /** A rising tone of 60 frames; the words are found later by each variant. */
  private static Exhibit spoken(int v) {
    int bands = 20;
    float[] energies = new float[60 * bands];
    for (int i = 0; i < energies.length; i++) {
      energies[i] = (float) (-12 + 9 * Math.exp(-Math.pow(i % bands - i / bands / 3.0, 2) / 9));
    }
    energies[7] = Float.NaN;
    List<Span> found = new ArrayList<>();
    List<Span> right = new ArrayList<>();
    List<String> words = List.of("three", "one", "four", "one");
    for (int w = 0; w < words.size(); w++) {
      right.add(new Span(words.get(w), 0.1 + 0.3 * w, 0.14 + 0.3 * w));
      // So near that one of the texts is left out.
      found.add(new Span(words.get(w), 0.1 + 0.02 * (w + v), 0.12 + 0.02 * (w + v)));
    }
    return new HeatMap(
        "Utterance 1 of the test part",
        "Reference: three one four one.",
        new Axis.Numbers("seconds"),
        0,
        1.2,
        new Axis.Numbers("mel band"),
        new Axis.Numbers("ln energy"),
        bands,
        energies,
        List.of(new Strip("found", found), new Strip("reference", right)));
  }

  /** Each variant shows another one. */
  private static Exhibit beat(int v) {
    double[] x = IntStream.range(0, 20).mapToDouble(t -> 0.5 * t).toArray();
    double[] y = IntStream.range(0, 20).mapToDouble(t -> Math.exp(-t / (2.0 + v))).toArray();
    return new Chart(
        "Normal, judged right",
        "Sequence %d of the test part.".formatted(v),
        new Axis.Numbers("step"),
        new Axis.Numbers("value, scaled"),
        List.of(
            new Line("actual", Provenance.DATA, x, y), new Line("told", Provenance.MODEL, x, y)),
        List.of(),
        List.of());
  }
}
