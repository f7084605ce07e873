package dev.carousel.experiment.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.toy.ToyValues;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class OverridesTest {
  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'), "test");
  }

  private static String set(String tree, String path, String value) {
    ObjectNode json = json(tree);
    Overrides.set(json, path, Json.parse(value.replace('\'', '"'), "test"));
    return Json.line(json).replace('"', '\'');
  }

  @Test
  void replacesAddsAndMakesTheWay() {
    assertThat(set("{'a':{'b':1}}", "a.b", "2")).isEqualTo("{'a':{'b':2}}");
    assertThat(set("{'a':{'b':1}}", "a.c", "'x'")).isEqualTo("{'a':{'b':1,'c':'x'}}");
    assertThat(set("{}", "a.b.c", "null")).isEqualTo("{'a':{'b':{'c':null}}}");
    assertThat(set("{'a':null}", "a.b", "1")).isEqualTo("{'a':{'b':1}}");
    assertThat(set("{'a':[1,{'b':2}]}", "a.1.b", "3")).isEqualTo("{'a':[1,{'b':3}]}");
  }

  @Test
  void aNameAloneBecomesAnObject() {
    assertThat(set("{'cell':'lstm'}", "cell.units", "3"))
        .isEqualTo("{'cell':{'type':'lstm','units':3}}");
    assertThat(set("{'cells':['lstm']}", "cells.0.units", "3"))
        .isEqualTo("{'cells':[{'type':'lstm','units':3}]}");
  }

  @Test
  void differenceIsMinimal() {
    JsonNode from = json("{'a':{'type':'x','p':1,'q':[1]},'b':{'c':1,'d':null},'e':1}");
    JsonNode to = json("{'a':{'type':'y','r':1},'b':{'c':1,'d':2},'e':1}");
    assertThat(Overrides.difference(from, to))
        .containsExactly(
            java.util.Map.entry("a", json("{'type':'y','r':1}")),
            java.util.Map.entry("b.d", JsonNodeFactory.instance.numberNode(2)));
    assertThat(Overrides.difference(from, from)).isEmpty();
  }

  @Property(tries = 200)
  void settingTheDifferenceGivesTheOther(@ForAll long seed) {
    ToyValues values = new ToyValues(seed);
    JsonNode from = parts(values);
    JsonNode to = parts(values);
    ObjectNode changed = (ObjectNode) from.deepCopy();
    Overrides.difference(from, to).forEach((path, value) -> Overrides.set(changed, path, value));
    assertThat(changed).isEqualTo(to);
  }

  private static JsonNode parts(ToyValues values) {
    JsonBinding binding = new JsonBinding(ToyModule.NAMES);
    ObjectNode parts = JsonNodeFactory.instance.objectNode();
    parts.set("task", binding.write(values.task(), Task.class));
    parts.set("model", binding.write(values.model(), Architecture.class));
    return parts;
  }
}
