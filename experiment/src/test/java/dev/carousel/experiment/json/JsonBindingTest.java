package dev.carousel.experiment.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.toy.Scale;
import dev.carousel.experiment.toy.ToyCells;
import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.toy.ToyTask;
import dev.carousel.experiment.toy.ToyValues;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.train.Training;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JsonBindingTest {
  private final JsonBinding binding = new JsonBinding(ToyModule.NAMES);

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'), "test");
  }

  private <T> void comesBack(T value, Class<T> type) {
    String text = Json.pretty(binding.write(value, type));
    assertThat(binding.read(Json.parse(text, "test"), type)).isEqualTo(value);
  }

  @Property(tries = 200)
  void everyValueComesBackFromItsText(@ForAll long seed) {
    ToyValues values = new ToyValues(seed);
    comesBack(values.cell(), Cell.class);
    comesBack(values.task(), Task.class);
    comesBack(values.model(), Architecture.class);
    comesBack(values.training(), Training.class);
  }

  @Test
  void absentKeysHaveThePrototypesValues() {
    assertThat(binding.read(json("{'type': 'lstm', 'forgetBias': 2}"), Cell.class))
        .isEqualTo(new ToyCells.Lstm(4, 2));
  }

  @Test
  void nameAloneIsTheTypeWithItsDefaults() {
    assertThat(binding.read(json("'gru'"), Cell.class))
        .isEqualTo(new ToyCells.Gru(4, ToyCells.Reset.AFTER));
  }

  @Test
  void enumsAreLowerCaseWithDashes() {
    Cell cell = new ToyCells.Rnn(2, ToyCells.Activation.LEAKY_RELU);
    assertThat(Json.line(binding.write(cell, Cell.class)))
        .isEqualTo("{\"type\":\"rnn\",\"units\":2,\"activation\":\"leaky-relu\"}");
    comesBack(cell, Cell.class);
  }

  @Test
  void nullEmptiesAnOptionalAndAbsenceKeepsItsDefault() {
    String task = "{'type': 'toy', 'split': {'test': 4}%s}";
    ToyTask absent = (ToyTask) binding.read(json(task.formatted("")), Task.class);
    ToyTask emptied = (ToyTask) binding.read(json(task.formatted(", 'season': null")), Task.class);
    assertThat(absent.season()).isEqualTo(OptionalInt.of(12));
    assertThat(emptied.season()).isEmpty();
  }

  @Test
  void objectWithoutTypeKeepsTheDefaultsType() {
    Scale inner =
        ((Scale.Clipped)
                binding.read(json("{'type': 'clipped', 'limit': 1, 'inner': {}}"), Scale.class))
            .inner();
    assertThat(inner).isEqualTo(new Scale.Standard());
  }

  @Test
  void wholeNumbersAreRealNumbersToo() {
    assertThat(binding.read(json("{'type': 'clipped', 'limit': 3}"), Scale.class))
        .isEqualTo(new Scale.Clipped(3.0, new Scale.Standard()));
  }

  @Test
  void listsMayBeWrittenAsTheirOnlyElement() {
    String task = "{'type': 'toy', 'split': {'test': 4}, 'lags': %s}";
    ToyTask alone = (ToyTask) binding.read(json(task.formatted("3")), Task.class);
    assertThat(alone.lags()).containsExactly(3);
    assertThat(alone).isEqualTo(binding.read(json(task.formatted("[3]")), Task.class));
    for (String other : new String[] {"null", "true", "'3'", "{}"}) {
      assertThatThrownBy(() -> binding.read(json(task.formatted(other)), Task.class))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("expected a list at /lags, got ");
    }
    assertThatThrownBy(() -> binding.read(json(task.formatted("0.5")), Task.class))
        .hasMessage("expected a whole number at /lags, got 0.5");

    record Nested(List<List<String>> lists, List<Cell> cells) {}
    assertThat(binding.read(json("{'lists': [['a'], 'b'], 'cells': 'gru'}"), Nested.class))
        .isEqualTo(
            new Nested(
                List.of(List.of("a"), List.of("b")),
                List.of(new ToyCells.Gru(4, ToyCells.Reset.AFTER))));
    assertThatThrownBy(() -> binding.read(json("{'lists': 'a', 'cells': []}"), Nested.class))
        .hasMessage("expected a list at /lists, got \"a\"");
  }

  @Test
  void infinityIsNotWritten() {
    assertThatThrownBy(
            () -> binding.write(new ToyCells.Lstm(1, Double.POSITIVE_INFINITY), Cell.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Infinity has no form in JSON");
  }

  @Test
  void typeThatNoPluginContributesIsNamed() {
    Scale unknown = new Scale() {};
    assertThat(binding.nameOf(Scale.class, unknown)).isEmpty();
    record Unknown() implements Scale {}
    assertThatThrownBy(() -> binding.write(new Unknown(), Scale.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("no plug-in contributes .*Unknown as a Scale");
  }

  @Test
  void keysWithSlashesAreShownAsTheyAre() {
    assertThatThrownBy(() -> binding.read(json("{'type': 'gru', 'a/b': 1}"), Cell.class))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("unknown key 'a/b' at /; known: type, units, reset");
  }

  @Test
  void byteOrderMarkIsSkippedAndOtherEncodingsAreRefused(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws java.io.IOException {
    var marked = folder.resolve("marked.json");
    java.nio.file.Files.writeString(marked, "\uFEFF{}");
    assertThat(Json.read(marked).isObject()).isTrue();
    var latin = folder.resolve("latin.json");
    java.nio.file.Files.write(latin, new byte[] {'"', (byte) 0xE9, '"'});
    assertThatThrownBy(() -> Json.read(latin))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(latin + " is not UTF-8; save it in that encoding");
    assertThatThrownBy(() -> Json.read(folder))
        .hasMessage("cannot read '" + folder + "': it is a folder");
    assertThatThrownBy(() -> Json.read(folder.resolve("x.json")))
        .hasMessage("no file '" + folder.resolve("x.json") + "'");
  }
}
