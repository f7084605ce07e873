package dev.carousel.experiment.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Module;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.Main;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.toy.ToyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema and the reader agree, as judged by another's validator. */
class SchemaTest {
  private static final ExperimentReader READER = new ExperimentReader(ToyModule.NAMES);
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(READER.schema());

  /** Stand-ins for any value; 3.0, an integer to a schema but not to the reader, is left out. */
  private static final List<String> VALUES =
      List.of("null", "true", "3", "0.5", "\"lstm\"", "\"none\"", "{}", "[]", "[1]", "3000000000");

  @Property(tries = 100)
  void everyFilledExperimentFitsTheSchema(@ForAll long seed) {
    JsonNode filled = READER.fill(new ToyValues(seed).experiment(), "name").json();
    assertThat(SCHEMA.validate(filled)).isEmpty();
  }

  @Property(tries = 1000)
  void whatFitsTheSchemaIsRefusedForItsValuesOnly(@ForAll long seed) {
    JsonNode changed = READER.fill(new ToyValues(seed).experiment(), "name").json();
    ((ObjectNode) changed).remove("compare");
    Random random = new Random(seed);
    change((ObjectNode) changed, random);
    if (!SCHEMA.validate(changed).isEmpty()) {
      return;
    }
    try {
      READER.fill(changed, "name");
    } catch (InvalidDataException e) {
      // Limits of values are the records' own and not in the schema.
      assertThat(e).as(Json.line(changed)).hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void defaultsWithinWhatMayBeNullNeedNotBeGiven() {
    ExperimentReader reader =
        new ExperimentReader(Main.namedTypes(ServiceLoader.load(Module.class)));
    JsonNode experiment =
        Json.parse(
            """
            {
              "task": {
                "type": "translation",
                "data": { "type": "parallel-lines", "path": "fra.txt" },
                "target": { "vocabulary": { "maximumSize": 100 } }
              },
              "model": { "type": "sequence-model", "recurrent": { "cell": "gru" } }
            }
            """,
            "test");

    assertThat(reader.fill(experiment, "name").setups()).hasSize(1);
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(reader.schema())
                .validate(experiment))
        .isEmpty();
  }

  /** Drops, renames or replaces something, anywhere. */
  private static void change(ObjectNode tree, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(tree, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> keys = List.copyOf(object.propertyNames());
    if (keys.isEmpty()) {
      object.put("more", 1);
      return;
    }
    String key = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(4)) {
      case 0 -> object.remove(key);
      case 1 -> object.set(key + "s", object.remove(key));
      default -> object.set(key, Json.parse(VALUES.get(random.nextInt(VALUES.size())), "test"));
    }
  }

  private static void collect(JsonNode tree, List<ObjectNode> objects) {
    if (tree instanceof ObjectNode object) {
      objects.add(object);
    }
    if (tree instanceof ObjectNode || tree instanceof ArrayNode) {
      tree.forEach(child -> collect(child, objects));
    }
  }
}
