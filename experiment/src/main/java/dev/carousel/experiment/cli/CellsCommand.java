package dev.carousel.experiment.cli;

import dev.carousel.cell.Cell;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.Table;
import dev.carousel.plugin.NamedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code carousel cells}: the cells present. */
@Command(
    name = "cells",
    description = "Lists the cells present, their modules, and their keys with defaults.",
    mixinStandardHelpOptions = true)
final class CellsCommand implements Callable<Integer> {
  private final Session session;

  CellsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<List<String>> rows = new ArrayList<>();
    for (NamedType<Cell> type : session.names().of(Cell.class)) {
      rows.add(List.of(type.name(), type.module(), keys(type.prototype())));
    }
    session.out().print(new Table(List.of("cell", "module", "keys"), rows, 3).text());
    return Carousel.DONE;
  }

  private String keys(Cell prototype) {
    JsonNode defaults = new JsonBinding(session.names()).write(prototype, Cell.class);
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : prototype.getClass().getRecordComponents()) {
      JsonNode value = defaults.get(component.getName());
      keys.add(component.getName() + (value == null ? " (required)" : "=" + value));
    }
    return String.join(", ", keys);
  }
}
