package dev.carousel.experiment.cli;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.trace.Trace;
import dev.carousel.experiment.trace.TraceInput;
import dev.carousel.experiment.trace.TraceJson;
import dev.carousel.experiment.trace.TraceText;
import dev.carousel.experiment.trace.Tracer;
import dev.carousel.experiment.trained.TrainedRun;
import dev.carousel.experiment.trial.Environment;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedSample;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.tensor.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code carousel trace}: what happens inside the models that a run has trained. */
@Command(
    name = "trace",
    description = {
      "Looks into trained models on one sequence: every gate and state, gradient flow, Jacobians",
      "by lag, memory horizon. Writes RUN/traces/VARIANT-seedN.json and prints a summary."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a run.")
  private Path run;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "Only this variant (default: all).")
  private String variant;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The trial of this seed (default: the first that is done).")
  private Long seed;

  @Option(
      names = "--input",
      paramLabel = "SPLIT:N|FILE.csv",
      defaultValue = "valid:0",
      description =
          "The sequence: the N-th of train, valid or test, from 0 (default: valid:0); or a CSV file"
              + " with a line a step, the features as the model reads them or one token id.")
  private String input;

  @Option(
      names = "--singular-values",
      description = "Keeps all singular values of each Jacobian, not only the largest.")
  private boolean singularValues;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the trace here instead; for one variant.")
  private Path out;

  @Mixin private DataOption data;

  @Mixin private KernelsOption kernels;

  @Option(names = "--verbose", description = "Prints the stack trace of an error.")
  private boolean verbose;

  TraceCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    TraceInput sequence = TraceInput.parse(input);
    TrainedRun trained = TrainedRun.at(run);
    Map<String, VariantResults> chosen = chosen(trained);
    FilledExperiment filled = trained.experiment(session.names());
    KernelChoice choice = kernels.choice(session);
    session.err().println(choice.line());
    Plan plan = planned(filled, choice.kernels());
    Tracer tracer = new Tracer(RunFolder.at(run), choice.kernels());
    boolean first = true;
    for (PlannedVariant planned : plan.variants()) {
      VariantResults variant = chosen.get(planned.setup().name());
      if (variant == null) {
        continue;
      }
      long trial = seed != null ? seed : TrainedRun.seeds(variant).get(0);
      Trace trace = tracer.trace(asTrained(planned, variant), trial, sequence);
      session.out().print((first ? "" : "\n") + TraceText.of(trace));
      session.out().println("written to " + written(tracer, trace));
      first = false;
    }
    return Carousel.DONE;
  }

  private Path written(Tracer tracer, Trace trace) throws IOException {
    if (out == null) {
      return tracer.write(trace, singularValues);
    }
    Files.writeString(out, Json.line(TraceJson.write(trace, singularValues)) + "\n");
    return out;
  }

  private static PlannedVariant asTrained(PlannedVariant planned, VariantResults variant) {
    OptionalInt chosen = TrainedRun.chosen(variant);
    return planned.samples().stream()
        .filter(sample -> chosen.equals(OptionalInt.of(sample.sample().number())))
        .map(PlannedSample::variant)
        .findFirst()
        .orElse(planned);
  }

  /** The variants to look into, each with a trial to take. */
  private Map<String, VariantResults> chosen(TrainedRun trained) {
    List<VariantResults> asked =
        variant == null ? trained.results().variants() : List.of(trained.variant(variant));
    Map<String, VariantResults> chosen = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>();
    OptionalLong wanted = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    for (VariantResults one : asked) {
      TrainedRun.missing(one, wanted)
          .ifPresentOrElse(leftOut::add, () -> chosen.put(one.name(), one));
    }
    if (chosen.isEmpty()) {
      throw new InvalidDataException(
          leftOut.isEmpty() ? run + " has no variants" : String.join("; ", leftOut));
    }
    if (out != null && chosen.size() > 1) {
      throw new InvalidDataException(
          "--out is for one trace, and there are %d; choose one with --variant"
              .formatted(chosen.size()));
    }
    leftOut.forEach(reason -> session.err().println("left out: " + reason));
    return chosen;
  }

  /**
   * Plans with the run's data. A file's recorded path does not tell from which of the folders above
   * it the experiment named it, so the nearest is taken with which the very same data are found.
   */
  private Plan planned(FilledExperiment filled, Kernels chosen) {
    List<Path> given = data.folders(session, List.of()).folders();
    Set<Optional<Path>> origins = new LinkedHashSet<>();
    for (JsonNode file : recordedData()) {
      Path folder = Path.of(file.path("path").asString("")).getParent();
      for (; folder != null; folder = folder.getParent()) {
        origins.add(Optional.of(folder));
      }
    }
    origins.add(Optional.empty());
    InvalidDataException first = null;
    for (Optional<Path> origin : origins) {
      List<Path> folders = new ArrayList<>(given);
      origin.ifPresent(folders::add);
      folders.addAll(List.of(run, Path.of(".")));
      try {
        JsonBinding binding = new JsonBinding(session.names());
        Plan plan = Plan.of(filled, binding, new DataFolders(folders), chosen);
        requireSameData(plan);
        return plan;
      } catch (InvalidDataException e) {
        first = first == null ? e : first;
      }
    }
    throw first.getMessage().contains("--data")
        ? first
        : new InvalidDataException(
            first.getMessage() + "; if data have moved, give their folder with --data DIR", first);
  }

  private JsonNode recordedData() {
    Path environment = run.resolve("environment.json");
    return Files.isRegularFile(environment)
        ? Json.read(environment).path("data")
        : JsonNodeFactory.instance.arrayNode();
  }

  /** Refuses data with which the weights were not trained: a vocabulary may be another. */
  private void requireSameData(Plan plan) {
    Set<String> known = new HashSet<>();
    recordedData().forEach(file -> known.add(file.path("sha256").asString("")));
    JsonNode now = Environment.describe(plan.kernels().name(), plan.files()).path("data");
    for (JsonNode file : now) {
      if (!known.isEmpty() && !known.contains(file.path("sha256").asString(""))) {
        throw new InvalidDataException(
            "%s is not among the data that '%s' was run with; give their folder with --data DIR"
                .formatted(file.path("path").asString(""), run));
      }
    }
  }
}
