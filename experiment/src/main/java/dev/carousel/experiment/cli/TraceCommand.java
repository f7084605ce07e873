package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.trace.Trace;
import dev.carousel.experiment.trace.TraceInput;
import dev.carousel.experiment.trace.TraceJson;
import dev.carousel.experiment.trace.TraceText;
import dev.carousel.experiment.trace.Tracer;
import dev.carousel.experiment.trained.TrainedRun;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
    Plan plan = new DataOfRun(run, data).plan(session, filled, choice.kernels());
    Tracer tracer = new Tracer(RunFolder.at(run), choice.kernels());
    boolean first = true;
    for (PlannedVariant planned : plan.variants()) {
      VariantResults variant = chosen.get(planned.setup().name());
      if (variant == null) {
        continue;
      }
      long trial = seed != null ? seed : TrainedRun.seeds(variant).get(0);
      Trace trace = tracer.trace(DataOfRun.asTrained(planned, variant), trial, sequence);
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
}
