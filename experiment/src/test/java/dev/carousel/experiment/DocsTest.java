package dev.carousel.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Module;
import dev.carousel.experiment.description.ExperimentReader;
import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the documents show is valid, with the real plug-ins. */
class DocsTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```json\\n(.*?)```");

  static List<JsonNode> experiments() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/experiments.md"))) {
      folder = folder.getParent();
    }
    List<JsonNode> experiments = new ArrayList<>();
    for (String name :
        List.of("experiments.md", "comparing.md", "scale.md", "text.md", "time.md", "signals.md")) {
      Matcher blocks = BLOCK.matcher(Files.readString(folder.resolve("docs").resolve(name)));
      while (blocks.find()) {
        JsonNode json = Json.parse(blocks.group(1), name);
        if (json.has("task")) {
          experiments.add(json);
        }
      }
    }
    return experiments;
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void exampleIsValid(JsonNode experiment) {
    var names = Main.namedTypes(ServiceLoader.load(Module.class));
    var filled = new ExperimentReader(names).fill(experiment, "docs");
    assertThat(filled.setups()).isNotEmpty();
  }
}
