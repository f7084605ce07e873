package dev.carousel.experiment.toy;

import dev.carousel.cell.Cell;
import dev.carousel.experiment.Main;
import dev.carousel.experiment.cli.Carousel;
import dev.carousel.experiment.cli.Session;
import dev.carousel.experiment.cli.StandardInput;
import dev.carousel.experiment.plugin.ExperimentModule;
import dev.carousel.interop.plugin.InteropModule;
import dev.carousel.plugin.CoreModule;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.plugin.Plugin;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Task;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Small types to try experiments with, and the command line with them and core's. */
public final class ToyModule extends Plugin {
  /** Core's types, other systems' names and these, whatever else is on the class path. */
  public static final NamedTypes NAMES =
      Main.namedTypes(
          List.of(new CoreModule(), new ExperimentModule(), new InteropModule(), new ToyModule()));

  private static final StandardInput NOTHING =
      new StandardInput(InputStream.nullInputStream(), () -> false);

  /** The module. */
  public ToyModule() {
    super("toy");
  }

  @Override
  protected void configure() {
    contribute(Cell.class, "rnn", new ToyCells.Rnn(4, ToyCells.Activation.TANH));
    contribute(Cell.class, "lstm", new ToyCells.Lstm(4, 1));
    contribute(Cell.class, "gru", new ToyCells.Gru(4, ToyCells.Reset.AFTER));
    contribute(Task.class, "toy", ToyTask.PROTOTYPE);
    contribute(Task.class, "letters", new ToyLetters(null, ToyLetters.Asked.TEXT));
    contribute(Scale.class, "standard", new Scale.Standard());
    contribute(Scale.class, "range", new Scale.Range(0, 1));
    contribute(Scale.class, "clipped", new Scale.Clipped(null, new Scale.Standard()));
  }

  /** What a command gave. */
  public record Outcome(int status, String out, String err) {}

  /** Runs a command. */
  public static Outcome carousel(Map<String, String> environment, String... arguments) {
    return carousel(NOTHING, environment, arguments);
  }

  /** Runs a command that reads something. */
  public static Outcome carousel(
      StandardInput in, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            NAMES,
            new EpochTrainer(),
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    int status = Carousel.execute(session, arguments);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command. */
  public static Outcome carousel(String... arguments) {
    return carousel(Map.of(), arguments);
  }

  /** The program with these types alone. */
  public static void main(String[] arguments) {
    Session session =
        new Session(
            NAMES,
            new EpochTrainer(),
            StandardInput.ofProcess(),
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            System.err,
            System.getenv());
    System.exit(Carousel.execute(session, arguments));
  }
}
