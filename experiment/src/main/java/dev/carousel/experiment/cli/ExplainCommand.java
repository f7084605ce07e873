package dev.carousel.experiment.cli;

import dev.carousel.cell.Cell;
import dev.carousel.cell.Explanation;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.plugin.NamedType;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code carousel explain}: a cell from its equations. */
@Command(
    name = "explain",
    description = "Prints a cell's equations, parameters and operations, or its flow diagram.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  /** How to print it. */
  enum Format {
    TEXT,
    LATEX,
    MERMAID
  }

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "CELL",
      description = "Its name, as 'carousel cells' has it, or its JSON, such as '{\"type\": …}'.")
  private String name;

  @Option(
      names = "--input",
      paramLabel = "N",
      description = "The width of the input, for the counts (default: as many as units).")
  private Integer input;

  @Option(names = "--units", paramLabel = "N", description = "The number of units.")
  private Integer units;

  @Option(
      names = "--format",
      paramLabel = "text|latex|mermaid",
      defaultValue = "text",
      description =
          "Everything as text (the default), the equations in LaTeX, or the flow in Mermaid.")
  private Format format;

  @Option(names = "--verbose", description = "Prints the stack trace of an error.")
  private boolean verbose;

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (input != null && input < 1) {
      throw new InvalidDataException("--input must be at least 1, got " + input);
    }
    Cell cell = new JsonBinding(session.names()).read(json(), Cell.class);
    Explanation explanation =
        new Explanation(cell.equations(), input == null ? cell.units() : input);
    session
        .out()
        .print(
            switch (format) {
              case TEXT -> explanation.text();
              case LATEX -> explanation.latex();
              case MERMAID -> explanation.mermaid();
            });
    return Carousel.DONE;
  }

  private JsonNode json() {
    JsonNode json = name.startsWith("{") ? Json.parse(name, "CELL") : named();
    if (units != null) {
      ((ObjectNode) json).put("units", units);
    }
    return json;
  }

  private ObjectNode named() {
    List<String> available = session.names().of(Cell.class).stream().map(NamedType::name).toList();
    if (!available.contains(name)) {
      throw new InvalidDataException(
          "no cell '" + name + "'" + Suggestion.ending(name, "available", available));
    }
    return JsonNodeFactory.instance.objectNode().put("type", name);
  }
}
