package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.Sampling;
import dev.carousel.experiment.json.Json;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.TextGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code carousel generate}: a trained model goes on with text. */
@Command(
    name = "generate",
    description = {
      "Goes on with a text, piece by piece as it is made, or suggests what may come next. Needs the",
      "run alone, not its data. Without --prompt on a terminal, every line that is typed is a prompt."
    },
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private static final int TOKENS = 200;
  private static final String STANDARD_INPUT = "-";

  private final Session session;

  @Mixin private ModelOptions model;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT|-",
      description = "The text to go on with, or - for all of standard input.")
  private String prompt;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Draws from softmax(x / T) (default: 1); 0 takes the likeliest token.")
  private Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Draws among the K likeliest tokens (default: all).")
  private Integer topK;

  @Option(
      names = "--nucleus",
      paramLabel = "P",
      description =
          "Draws among the fewest of the likeliest tokens that have the probability P together"
              + " (default: all).")
  private Double nucleus;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "How many tokens to make (default: " + TOKENS + ").")
  private Integer tokens;

  @Option(
      names = "--draw-seed",
      paramLabel = "N",
      description = "Decides what is drawn (default: 1); equal seeds give equal text.")
  private Long drawSeed;

  @Option(
      names = "--suggest",
      paramLabel = "N",
      description = "Prints the N likeliest next tokens and their probabilities instead of text.")
  private Integer suggest;

  GenerateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Sampling sampling = sampling();
    if (prompt == null && !session.in().terminal().getAsBoolean()) {
      throw new InvalidDataException(
          "there is nothing to go on with; give --prompt TEXT, or --prompt - for standard input");
    }
    TextGenerator generator = model.load(session, TextGenerator.class, "go on with text");
    RandomStream random = new RandomStream(drawSeed == null ? 1 : drawSeed);
    if (prompt == null) {
      typed(generator, sampling, random);
    } else {
      answer(generator, given(), sampling, random);
    }
    return Carousel.DONE;
  }

  private Sampling sampling() {
    if (temperature != null && !(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new InvalidDataException(
          "--temperature must be a number of at least 0, got " + temperature);
    }
    requireAtLeast("--top-k", topK, 1);
    if (nucleus != null && !(nucleus > 0 && nucleus <= 1)) {
      throw new InvalidDataException("--nucleus must be above 0 and at most 1, got " + nucleus);
    }
    requireAtLeast("--tokens", tokens, 0);
    requireAtLeast("--suggest", suggest, 1);
    if (suggest != null) {
      refuseWithSuggestions("--temperature", temperature);
      refuseWithSuggestions("--top-k", topK);
      refuseWithSuggestions("--nucleus", nucleus);
      refuseWithSuggestions("--tokens", tokens);
      refuseWithSuggestions("--draw-seed", drawSeed);
    }
    return new Sampling(
        temperature == null ? 1 : temperature,
        topK == null ? OptionalInt.empty() : OptionalInt.of(topK),
        nucleus == null ? OptionalDouble.empty() : OptionalDouble.of(nucleus));
  }

  private static void requireAtLeast(String option, Integer value, int least) {
    if (value != null && value < least) {
      throw new InvalidDataException(
          "%s must be at least %d, got %d".formatted(option, least, value));
    }
  }

  private static void refuseWithSuggestions(String option, Object value) {
    if (value != null) {
      throw new InvalidDataException(
          "--suggest makes no text, so " + option + " has no meaning; leave one of them out");
    }
  }

  private String given() throws IOException {
    return prompt.equals(STANDARD_INPUT)
        ? Utf8.decoded(ByteBuffer.wrap(session.in().stream().readAllBytes()), "standard input")
        : prompt;
  }

  /** Every line is a prompt; what is drawn for one goes on where the one before ended. */
  private void typed(TextGenerator generator, Sampling sampling, RandomStream random)
      throws IOException {
    Lines lines = new Lines(session.in().stream(), "standard input");
    while (true) {
      session.err().print("> ");
      session.err().flush();
      try {
        Optional<Lines.Line> line = lines.next();
        if (line.isEmpty()) {
          return;
        }
        answer(generator, line.get().text(), sampling, random);
      } catch (InvalidDataException e) {
        session.err().println(e.getMessage());
      }
    }
  }

  private void answer(TextGenerator generator, String text, Sampling sampling, RandomStream random)
      throws IOException {
    if (suggest != null) {
      for (TextGenerator.Candidate candidate : generator.suggest(text, suggest)) {
        String quoted = Json.line(JsonNodeFactory.instance.stringNode(candidate.text()));
        Reply.print(
            session.out(),
            String.format(Locale.ROOT, "%.4f  %s%n", candidate.probability(), quoted));
      }
      return;
    }
    String[] last = {""};
    try {
      generator.generate(
          text,
          sampling,
          tokens == null ? TOKENS : tokens,
          random,
          piece -> last[0] = printed(piece));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!last[0].endsWith("\n")) {
      Reply.print(session.out(), "\n");
    }
  }

  private String printed(String piece) {
    try {
      Reply.print(session.out(), piece);
      return piece;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
