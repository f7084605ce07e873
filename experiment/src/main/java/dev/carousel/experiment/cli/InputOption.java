package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which lines are answered. */
final class InputOption {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      defaultValue = STANDARD_INPUT,
      description = "The file to read, or - for standard input (the default).")
  private String input;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "How many lines are answered together at most (default: 32); never waits for more.")
  private int batch;

  /** Answers lines. */
  @FunctionalInterface
  interface Answer {
    /**
     * Answers some lines.
     *
     * @param lines what they were read from
     * @param some at least one
     * @throws InvalidDataException if one cannot be answered, after those before it have been
     */
    void to(Lines lines, List<Lines.Line> some) throws IOException;
  }

  /** Refuses impossible values. */
  void check() {
    if (batch < 1) {
      throw new InvalidDataException("--batch must be at least 1, got " + batch);
    }
    if (!input.equals(STANDARD_INPUT) && !Files.isRegularFile(Path.of(input))) {
      throw new InvalidDataException("--input " + input + ": no such file");
    }
  }

  /** Answers all lines, in order, each as soon as it is there and those before it are done. */
  void answerAll(Session session, Answer answer) throws IOException {
    if (input.equals(STANDARD_INPUT)) {
      answerAll(session.in().stream(), session.in().terminal().getAsBoolean(), session, answer);
    } else {
      try (InputStream file = Files.newInputStream(Path.of(input))) {
        answerAll(file, false, session, answer);
      }
    }
  }

  private void answerAll(InputStream stream, boolean typed, Session session, Answer answer)
      throws IOException {
    Lines lines = new Lines(stream, input.equals(STANDARD_INPUT) ? "standard input" : input);
    boolean more = true;
    while (more) {
      try {
        more = answerSome(lines, typed, session, answer);
      } catch (InvalidDataException e) {
        // Whoever types can go on typing.
        if (!typed) {
          throw e;
        }
        session.err().println(e.getMessage());
      }
    }
  }

  private boolean answerSome(Lines lines, boolean typed, Session session, Answer answer)
      throws IOException {
    if (typed) {
      session.err().print("> ");
      session.err().flush();
    }
    Optional<Lines.Line> line = lines.next();
    List<Lines.Line> some = new ArrayList<>();
    InvalidDataException broken = null;
    while (line.isPresent()) {
      some.add(line.get());
      line = Optional.empty();
      try {
        // Whoever types waits for every answer.
        if (!typed && some.size() < batch && lines.isReady()) {
          line = lines.next();
        }
      } catch (InvalidDataException e) {
        broken = e;
      }
    }
    if (!some.isEmpty()) {
      answer.to(lines, some);
    }
    if (broken != null) {
      throw broken;
    }
    return !some.isEmpty();
  }
}
