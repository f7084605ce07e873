package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.experiment.trial.Environment;
import java.io.PrintWriter;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code carousel} command. */
@Command(
    name = "carousel",
    description = "Compares recurrent networks by experiments written in JSON.",
    versionProvider = Carousel.Version.class,
    mixinStandardHelpOptions = true)
public final class Carousel implements Runnable {
  /** Exit status: everything was done. */
  public static final int DONE = 0;

  /** Exit status: something failed while running. */
  public static final int FAILED = 1;

  /** Exit status: wrong use, or an experiment that cannot be run. */
  public static final int WRONG = 2;

  @Spec private CommandSpec spec;

  private Carousel() {}

  /** The version for {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"carousel " + Environment.version()};
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /**
   * Runs a command.
   *
   * @param session what it works with
   * @param arguments the command line
   * @return the exit status: 0 done, 1 failed while running, 2 wrong use or experiment
   */
  public static int execute(Session session, String... arguments) {
    CommandLine commands =
        new CommandLine(new Carousel())
            .addSubcommand(new RunCommand(session))
            .addSubcommand(new ValidateCommand(session))
            .addSubcommand(new SchemaCommand(session))
            .addSubcommand(new CellsCommand(session))
            .addSubcommand(new ExplainCommand(session))
            .addSubcommand(new ReportCommand(session))
            .addSubcommand(new RunsCommand(session))
            .addSubcommand(new TraceCommand(session))
            .addSubcommand(new ExportCommand(session))
            .addSubcommand(new ImportCommand(session))
            .addSubcommand(new GenerateCommand(session))
            .addSubcommand(new PredictCommand(session))
            .addSubcommand(new TranslateCommand(session))
            .addSubcommand(new TranscribeCommand(session))
            .addSubcommand(new CaptionCommand(session))
            .addSubcommand(new ForecastCommand(session))
            .addSubcommand(new DetectCommand(session))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(session.out(), true))
            .setErr(new PrintWriter(session.err(), true));
    commands.setParameterExceptionHandler((e, args) -> wrongUse(session, e));
    commands.setExecutionExceptionHandler((e, line, result) -> failed(session, e, result));
    SpokenLog log = SpokenLog.to(session.err()::println);
    try {
      return commands.execute(arguments);
    } finally {
      log.close();
    }
  }

  private static int wrongUse(Session session, ParameterException e) {
    String message = e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      String what = unmatched.isUnknownOption() ? "option" : "argument";
      CommandLine command = e.getCommandLine();
      Collection<String> known = command.getCommandSpec().optionsMap().keySet();
      if (!unmatched.isUnknownOption()) {
        known = command.getSubcommands().keySet();
        what = known.isEmpty() ? "argument" : "command";
      }
      String mean =
          Suggestion.nearest(argument, known)
              .map(near -> "; did you mean '" + near + "'?")
              .orElse("");
      message = "unknown " + what + " '" + argument + "'" + mean;
    } else if (e instanceof MissingParameterException) {
      message = Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
    session.err().println(message);
    session
        .err()
        .println("see '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
    return WRONG;
  }

  private static int failed(Session session, Exception e, ParseResult result) {
    boolean wrong = e instanceof InvalidDataException;
    session.err().println(wrong ? e.getMessage() : "failed: " + e);
    ParseResult command = result.hasSubcommand() ? result.subcommand() : result;
    if (command.hasMatchedOption("--verbose")) {
      e.printStackTrace(session.err());
    }
    return wrong ? WRONG : FAILED;
  }
}
