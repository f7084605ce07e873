package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.tensor.Kernels;
import java.util.List;

/** Which kernels compute. */
final class KernelChoice {
  static final String AUTO = "auto";

  /** The fastest first. */
  private static final List<String> PREFERENCE = List.of("simd", "ejml");

  private KernelChoice() {}

  /**
   * Chooses kernels.
   *
   * @param name a name, or "auto" for the fastest present
   * @throws InvalidDataException if there are none of this name
   */
  static Kernels of(NamedTypes names, String name) {
    List<NamedType<Kernels>> present = names.of(Kernels.class);
    List<String> wanted = name.equals(AUTO) ? PREFERENCE : List.of(name);
    for (String one : wanted) {
      for (NamedType<Kernels> type : present) {
        if (type.name().equals(one)) {
          return type.prototype();
        }
      }
    }
    List<String> available = present.stream().map(NamedType::name).toList();
    throw new InvalidDataException(
        "no kernels '" + name + "'" + Suggestion.ending(name, "available", available));
  }
}
