package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.experiment.cli.ModelOptions.Chosen;
import dev.carousel.experiment.trained.ModelLoader;
import dev.carousel.experiment.trained.TrainedWeights;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.interchange.ModelFormat;
import dev.carousel.interchange.WeightFile;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.plugin.NamedType;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code carousel export}: a trained model, or its weights, for another system. */
@Command(
    name = "export",
    description = {
      "Writes a trained model to a file that other systems run, or its weights to one that they read,",
      "under their names and in their layouts. Needs the run alone, or its data where the task keeps",
      "no assets."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  /** The format of weights alone; all others hold whole models. */
  private static final String WEIGHTS = "safetensors";

  private final Session session;

  @Mixin private ModelOptions model;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "The file's format: safetensors for weights, onnx for the whole model.")
  private String format;

  @Mixin private NamesOption names;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file; one that is there is replaced.")
  private Path out;

  @Mixin private DataOption data;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Writer writer = writer();
    Path folder = out.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder) || Files.isDirectory(out)) {
      throw new InvalidDataException(
          Files.isDirectory(out)
              ? "'" + out + "' is a folder; --out needs a file"
              : "no folder '" + folder + "' for the file given by --out");
    }
    Chosen chosen = model.choose(session);
    Model trained =
        new ModelLoader(session.names(), chosen.kernels())
            .model(chosen.run(), chosen.variant(), chosen.seed())
            .orElseGet(() -> withData(chosen));
    Map<String, String> metadata =
        Map.of(
            "experiment", chosen.run().results().name(),
            "variant", chosen.variant().name(),
            "cell", chosen.variant().cell(),
            "seed", Long.toString(chosen.seed()));
    String written = writer.write(trained, chosen.kernels(), metadata);
    session.out().printf("%s written to %s%n", written, out);
    return Carousel.DONE;
  }

  /** Writes the file, and tells what it holds. */
  private interface Writer {
    String write(Model model, Kernels kernels, Map<String, String> metadata) throws IOException;
  }

  private Writer writer() {
    String asked = format.toLowerCase(Locale.ROOT);
    if (asked.equals(WEIGHTS)) {
      WeightNaming naming = names.naming(session);
      return (model, kernels, metadata) -> {
        WeightFile.write(out, model.parameters(), naming, kernels, metadata);
        return naming.layouts(model.parameters()).size() + " tensors";
      };
    }
    List<NamedType<ModelFormat>> present = session.names().of(ModelFormat.class);
    ModelFormat found =
        present.stream()
            .filter(type -> type.name().equals(asked))
            .findFirst()
            .map(NamedType::prototype)
            .orElseThrow(() -> unknown(present));
    names.requireNone(asked);
    return (model, kernels, metadata) -> {
      found.write(out, model, kernels, metadata);
      return "model";
    };
  }

  private InvalidDataException unknown(List<NamedType<ModelFormat>> present) {
    List<String> formats =
        Stream.concat(Stream.of(WEIGHTS), present.stream().map(NamedType::name)).sorted().toList();
    return new InvalidDataException(
        "no format '%s'%s".formatted(format, Suggestion.ending(format, "available", formats)));
  }

  /** The model of a task that tells its sizes only with its data. */
  private Model withData(Chosen chosen) {
    Path run = chosen.run().folder();
    PlannedVariant planned =
        new DataOfRun(run, data)
                .plan(session, chosen.run().experiment(session.names()), chosen.kernels())
                .variants()
                .stream()
                .filter(variant -> variant.setup().name().equals(chosen.variant().name()))
                .map(variant -> DataOfRun.asTrained(variant, chosen.variant()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new InvalidDataException(
                            "results.json has variant '%s', which experiment.json does not"
                                .formatted(chosen.variant().name())));
    Model model =
        planned
            .setup()
            .model()
            .build(
                planned.task().signature(),
                chosen.kernels(),
                new RandomStream(chosen.seed()).derive("weights"));
    TrainedWeights.load(
        TrainedWeights.file(run, chosen.variant().name(), chosen.seed()), model, chosen.kernels());
    return model;
  }
}
