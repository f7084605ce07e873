package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.interchange.WeightNaming;
import dev.carousel.plugin.NamedType;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says whose names and layouts the weights in a file have. */
final class NamesOption {
  @Option(
      names = "--names",
      paramLabel = "SYSTEM",
      description =
          "Whose names and layouts the tensors have: carousel (the default), pytorch or keras.")
  private String given;

  /** Refuses names where there is nothing to name. */
  void requireNone(String format) {
    if (given != null) {
      throw new InvalidDataException(
          "--names has no meaning with --to %s, which has names of its own; leave it out"
              .formatted(format));
    }
  }

  WeightNaming naming(Session session) {
    String names = given == null ? "carousel" : given;
    List<NamedType<WeightNaming>> present = session.names().of(WeightNaming.class);
    return present.stream()
        .filter(type -> type.name().equals(names))
        .findFirst()
        .map(NamedType::prototype)
        .orElseThrow(
            () ->
                new InvalidDataException(
                    "no names '%s'%s"
                        .formatted(
                            names,
                            Suggestion.ending(
                                names,
                                "available",
                                present.stream().map(NamedType::name).toList()))));
  }
}
