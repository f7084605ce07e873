package dev.carousel.experiment.description;

import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a search tries. Each path has a random stream of its own that the experiment's seed decides,
 * so every variant tries the same values, and another path changes none of them.
 */
final class SearchDraws {
  /** The parts that a search may change: all trials are measured on the same data. */
  private static final List<String> PARTS = List.of("model", "training");

  private SearchDraws() {}

  /**
   * The draws for a variant.
   *
   * @param base the experiment
   * @param variant one of its variants
   * @return path to value for each trial of the search; none without a search
   * @throws InvalidDataException if something else decides what is searched
   */
  static List<Map<String, JsonNode>> of(Experiment base, Variant variant) {
    List<Map<String, JsonNode>> draws = new ArrayList<>();
    base.compare().search().ifPresent(search -> draw(base, search, variant, draws));
    return draws;
  }

  private static void draw(
      Experiment base, Search search, Variant variant, List<Map<String, JsonNode>> draws) {
    for (int trial = 0; trial < search.trials(); trial++) {
      draws.add(new LinkedHashMap<>());
    }
    RandomStream random = new RandomStream(base.seed()).derive("search");
    search
        .space()
        .forEach(
            (path, distribution) -> {
              requireFree(path, base.compare().match(), variant);
              RandomStream own = random.derive(path);
              draws.forEach(draw -> draw.put(path, distribution.sample(own)));
            });
  }

  private static void requireFree(String path, Match match, Variant variant) {
    ExperimentReader.requirePart("", path, "searched", PARTS);
    if (match != Match.UNITS && path.endsWith(".units")) {
      throw new InvalidDataException(
          "path '%s' cannot be searched: match '%s' solves for it"
              .formatted(path, match.name().toLowerCase(Locale.ROOT)));
    }
    for (String set : variant.set().keySet()) {
      if (set.equals(path) || set.startsWith(path + ".")) {
        throw new InvalidDataException(
            "variant '%s' sets '%s', which is searched; leave one of them out"
                .formatted(variant.name(), set));
      }
    }
  }
}
