package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.trained.ModelLoader;
import dev.carousel.experiment.trained.TrainedRun;
import dev.carousel.plugin.NamedType;
import dev.carousel.serve.ServableFormat;
import dev.carousel.serve.Service;
import dev.carousel.tensor.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which trained model is asked. */
final class ModelOptions {
  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a run.")
  private Path run;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "The variant (default: the one with the best validation metric).")
  private String variant;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The trial of this seed (default: the first that is done).")
  private Long seed;

  @Mixin private KernelsOption kernels;

  @Option(names = "--verbose", description = "Prints the stack trace of an error.")
  private boolean verbose;

  /** Whether errors are told with their stack traces. */
  boolean verbose() {
    return verbose;
  }

  /** The trained model that is meant, and what computes. */
  record Chosen(TrainedRun run, VariantResults variant, long seed, Kernels kernels) {}

  /** Finds the model, and says which it is where that is not plain. */
  Chosen choose(Session session) {
    TrainedRun trained = TrainedRun.at(run);
    TrainedRun.Choice choice =
        trained.choose(
            Optional.ofNullable(variant),
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    KernelChoice computing = kernels.choice(session);
    session.err().println(computing.line());
    choice
        .reason()
        .ifPresent(
            reason ->
                session
                    .err()
                    .printf(
                        "variant: %s, seed %d; %s%n",
                        choice.variant().name(), choice.seed(), reason));
    return new Chosen(trained, choice.variant(), choice.seed(), computing.kernels());
  }

  /**
   * Loads the model of a run, or that of another system in a file.
   *
   * @throws IOException if the file cannot be read
   */
  Service service(Session session) throws IOException {
    Optional<ServableFormat> format = format(session);
    if (format.isEmpty()) {
      return load(session, Service.class, "answer");
    }
    if (variant != null || seed != null) {
      throw new InvalidDataException(
          "'%s' holds one model, so %s has no meaning; leave it out"
              .formatted(run, variant != null ? "--variant" : "--seed"));
    }
    if (!Files.isRegularFile(run)) {
      throw new InvalidDataException("no file '%s'".formatted(run));
    }
    KernelChoice computing = kernels.choice(session);
    session.err().println(computing.line());
    return format.get().service(run, computing.kernels());
  }

  /** The format that is called what the file's name ends in. A run's folder has none. */
  private Optional<ServableFormat> format(Session session) {
    String name = String.valueOf(run.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return session.names().of(ServableFormat.class).stream()
        .filter(type -> type.name().equals(ending) && !Files.isDirectory(run))
        .map(NamedType::prototype)
        .findFirst();
  }

  /**
   * Loads the model.
   *
   * @param kind how it is to be asked
   * @param what such models do, for a message
   */
  <T extends Service> T load(Session session, Class<T> kind, String what) {
    Chosen chosen = choose(session);
    Service service =
        new ModelLoader(session.names(), chosen.kernels())
            .service(chosen.run(), chosen.variant(), chosen.seed());
    if (!kind.isInstance(service)) {
      throw new InvalidDataException(
          "the models of '%s' do not %s; ask them with 'carousel predict'".formatted(run, what));
    }
    return kind.cast(service);
  }
}
