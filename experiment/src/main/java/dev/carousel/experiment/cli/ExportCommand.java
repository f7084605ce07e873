package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.cli.ModelOptions.Chosen;
import dev.carousel.experiment.trained.ModelLoader;
import dev.carousel.experiment.trained.TrainedWeights;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.interchange.WeightFile;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code carousel export}: a trained model's weights for another system. */
@Command(
    name = "export",
    description = {
      "Writes a trained model's weights to a file that other systems read, under their names and in",
      "their layouts. Needs the run alone, or its data where the task keeps no assets."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  /** What a file may be. */
  enum Format {
    /** Named tensors, see docs/interop.md. */
    SAFETENSORS
  }

  private final Session session;

  @Mixin private ModelOptions model;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "The file's format: safetensors.")
  private Format format;

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
    WeightNaming naming = names.naming(session);
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
    WeightFile.write(
        out,
        trained.parameters(),
        naming,
        chosen.kernels(),
        Map.of(
            "experiment", chosen.run().results().name(),
            "variant", chosen.variant().name(),
            "cell", chosen.variant().cell(),
            "seed", Long.toString(chosen.seed())));
    session
        .out()
        .printf("%d tensors written to %s%n", naming.layouts(trained.parameters()).size(), out);
    return Carousel.DONE;
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
