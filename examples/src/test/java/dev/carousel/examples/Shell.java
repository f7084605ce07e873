package dev.carousel.examples;

import com.google.inject.Module;
import dev.carousel.experiment.Main;
import dev.carousel.experiment.cli.Carousel;
import dev.carousel.experiment.cli.Session;
import dev.carousel.experiment.cli.StandardInput;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.train.EpochTrainer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The command line with every plug-in present, and what it has said. */
final class Shell {
  static final NamedTypes NAMES = Main.namedTypes(ServiceLoader.load(Module.class));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** The exit status of a command with nothing on standard input. */
  int carousel(String... arguments) {
    return carousel(InputStream.nullInputStream(), arguments);
  }

  /** The exit status of a command. */
  int carousel(InputStream in, String... arguments) {
    return Carousel.execute(
        new Session(
            NAMES,
            new EpochTrainer(),
            new StandardInput(in, () -> false),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of()),
        arguments);
  }

  String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  void clear() {
    out.reset();
    err.reset();
  }

  /** The public data sets stand beside the checkout, if anywhere. */
  static Optional<Path> sharedData() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path data = folder.resolve("shared/data");
      if (Files.isDirectory(data)) {
        return Optional.of(data);
      }
    }
    return Optional.empty();
  }
}
