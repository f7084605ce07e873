package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.experiment.description.ExperimentReader;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.experiment.json.Overrides;
import dev.carousel.experiment.trial.Environment;
import dev.carousel.experiment.trial.InitialWeights;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.interchange.WeightFile;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workers;
import dev.carousel.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code carousel import}: another system's weights in an experiment's model. */
@Command(
    name = "import",
    description = {
      "Makes a run of one variant whose model has the weights of a file, perhaps from another",
      "system. It is evaluated, and trained from there with --train; afterwards it can be asked,",
      "traced and exported like any other run."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      required = true,
      description = "The weights, a safetensors file.")
  private Path weights;

  @Mixin private NamesOption names;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "The variant whose model it is; needed where there are several.")
  private String variant;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The run's folder, which must be empty or not exist.")
  private Path out;

  @Option(names = "--train", description = "Trains the model, beginning with these weights.")
  private boolean train;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads compute (default: one a core). Results do not depend on it.")
  private Integer threads;

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (threads != null && threads < 1) {
      throw new InvalidDataException("--threads must be at least 1, got " + threads);
    } else if (experiment.statesSeeds()) {
      throw new InvalidDataException(
          "--seeds has no meaning here: weights are imported into one trial");
    }
    try (Workers workers = Workers.of(threads != null ? threads : Cores.count())) {
      return run(workers);
    }
  }

  private int run(Workers workers) throws IOException {
    WeightNaming naming = names.naming(session);
    FilledExperiment filled = withOneTrial(experiment.read(session));
    KernelChoice choice = experiment.kernels(session);
    session.err().println(choice.line());
    Kernels kernels = choice.kernels().on(workers);
    requireEmpty();
    Plan plan = experiment.plan(session, filled, kernels);
    PlannedVariant planned = plan.variants().get(0);
    long seed = filled.experiment().seed();
    Model model =
        planned
            .setup()
            .model()
            .build(planned.task().signature(), kernels, new RandomStream(seed).derive("weights"));
    WeightFile.load(weights, model.parameters(), naming, kernels);
    List<Path> files = new ArrayList<>(plan.files());
    files.add(weights);
    ObjectNode environment = Environment.describe(kernels.name(), files);
    RunFolder folder = PlannedRun.opened(out);
    InitialWeights.write(folder, TrialName.reported(planned.setup().name(), seed), model, kernels);
    PlannedRun run =
        new PlannedRun(
            session,
            plan,
            folder,
            train
                ? "'carousel run %s --resume --out %s --data %s' does what is left"
                    .formatted(out.resolve("experiment.json"), out, experiment.folder())
                : "import it again into another folder");
    return train
        ? run.run(() -> run.local(workers, session.trainer()), environment, false)
        : run.runUntrained(workers, environment);
  }

  private void requireEmpty() throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new InvalidDataException("'" + out + "' is a file; --out needs a folder");
    }
    if (Files.exists(out)) {
      try (Stream<Path> files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          throw new InvalidDataException("folder '" + out + "' is not empty; give another --out");
        }
      }
    }
  }

  /** The experiment with one of its variants and one seed. */
  private FilledExperiment withOneTrial(FilledExperiment filled) {
    if (filled.experiment().compare().search().isPresent()) {
      throw new InvalidDataException(
          "the experiment searches for hyperparameters, so it has no one model to give weights to;"
              + " leave the search out with --set compare.search=null");
    }
    List<String> all = filled.setups().stream().map(VariantSetup::name).toList();
    if (variant == null && all.size() > 1) {
      throw new InvalidDataException(
          "the experiment has several variants; choose one with --variant: "
              + String.join(", ", all));
    }
    String chosen = variant == null ? all.get(0) : variant;
    if (!all.contains(chosen)) {
      throw new InvalidDataException(
          "no variant '%s'%s".formatted(chosen, Suggestion.ending(chosen, "variants", all)));
    }
    ObjectNode tree = filled.json().deepCopy();
    ArrayNode one = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : tree.at("/compare/variants")) {
      if (each.path("name").asString("").equals(chosen)) {
        one.add(each);
      }
    }
    Overrides.set(tree, "compare.variants", one);
    Overrides.set(tree, "compare.seeds", JsonNodeFactory.instance.numberNode(1));
    Overrides.set(tree, "compare.against", JsonNodeFactory.instance.nullNode());
    return new ExperimentReader(session.names()).fill(tree, filled.experiment().name());
  }
}
