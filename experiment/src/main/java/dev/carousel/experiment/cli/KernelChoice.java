package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.plugin.NamedType;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.UnavailableKernels;
import java.util.List;

/**
 * Which kernels compute, and how that came about.
 *
 * @param kernels the kernels
 * @param line one line for the user: their name, and why faster ones were passed over
 */
public record KernelChoice(Kernels kernels, String line) {
  static final String AUTO = "auto";

  /** The fastest first. */
  private static final List<String> PREFERENCE = List.of("simd", "ejml");

  /**
   * Chooses kernels.
   *
   * @param names the types that are present
   * @param name a name, or "auto" for the fastest present
   * @return the kernels
   * @throws InvalidDataException if there are none of this name, or they cannot be used here
   */
  public static KernelChoice of(NamedTypes names, String name) {
    List<NamedType<Kernels>> present = names.of(Kernels.class);
    StringBuilder passedOver = new StringBuilder();
    for (String wanted : name.equals(AUTO) ? PREFERENCE : List.of(name)) {
      for (NamedType<Kernels> type : present) {
        if (type.name().equals(wanted)) {
          return new KernelChoice(type.prototype(), "kernels: " + wanted + passedOver);
        }
      }
      for (NamedType<UnavailableKernels> absent : names.of(UnavailableKernels.class)) {
        if (absent.name().equals(wanted)) {
          passedOver
              .append("; not ")
              .append(wanted)
              .append(": ")
              .append(absent.prototype().reason());
        }
      }
    }
    if (!passedOver.isEmpty()) {
      throw new InvalidDataException("cannot use the kernels asked for" + passedOver);
    }
    List<String> available = present.stream().map(NamedType::name).toList();
    throw new InvalidDataException(
        "no kernels '" + name + "'" + Suggestion.ending(name, "available", available));
  }
}
