package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.BeamSearch;
import dev.carousel.serve.Translator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code carousel translate}: a trained model translates lines. */
@Command(
    name = "translate",
    description = {
      "Translates with a trained model: reads lines and prints a translation a line, in the same",
      "order. Needs the run alone, not its data."
    },
    mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {
  private static final Pattern LINE_END = Pattern.compile("\\R");

  private final Session session;

  @Mixin private ModelOptions model;

  @Mixin private InputOption input;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description = "How many beginnings are gone on with (default: as the task states).")
  private Integer beam;

  @Option(
      names = "--length-penalty",
      paramLabel = "A",
      description = "The exponent by which long ones are favoured (default: as the task states).")
  private Double lengthPenalty;

  @Option(
      names = "--coverage",
      paramLabel = "B",
      description =
          "The weight of looking at all of the source (default: as the task states); above 0 the"
              + " model must attend.")
  private Double coverage;

  TranslateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    input.check();
    if (beam != null && beam < 1) {
      throw new InvalidDataException("--beam must be at least 1, got " + beam);
    }
    requireNumber("--length-penalty", lengthPenalty);
    requireNumber("--coverage", coverage);
    Translator translator = model.load(session, Translator.class, "translate");
    BeamSearch stated = translator.search();
    BeamSearch search =
        new BeamSearch(
            beam != null ? beam : stated.width(),
            stated.maxLength(),
            stated.maxLengthPerSourceToken(),
            lengthPenalty != null ? lengthPenalty : stated.lengthPenalty(),
            coverage != null ? coverage : stated.coveragePenalty());
    input.answerAll(session, (lines, some) -> answer(translator, search, some));
    return Carousel.DONE;
  }

  private static void requireNumber(String option, Double value) {
    if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidDataException(option + " must be a number of at least 0, got " + value);
    }
  }

  private void answer(Translator translator, BeamSearch search, List<Lines.Line> some)
      throws IOException {
    List<String> translations;
    try {
      translations = translator.translate(some.stream().map(Lines.Line::text).toList(), search);
    } catch (IllegalArgumentException e) {
      if (coverage == null) {
        throw e;
      }
      throw new InvalidDataException("--coverage cannot be had: " + e.getMessage(), e);
    }
    for (String translation : translations) {
      // A translation is one line, whatever the model has written.
      Reply.print(session.out(), LINE_END.matcher(translation).replaceAll(" ") + "\n");
    }
  }
}
