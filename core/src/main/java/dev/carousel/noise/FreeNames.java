package dev.carousel.noise;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mask;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Set;

/** Names that a cell's equations do not use yet. Where one is taken, it gets a prime. */
final class FreeNames {
  private static final char TILDE = '\u0303';
  private static final char PRIME = '′';

  private final Set<String> taken = new HashSet<>();

  FreeNames(CellEquations equations) {
    equations.definitions().stream().map(Definition::name).forEach(this::take);
    equations.masks().stream().map(Mask::name).forEach(this::take);
  }

  /** A letter and its tilde may be one character or two and look alike, so they are one name. */
  private boolean take(String name) {
    return taken.add(Normalizer.normalize(name, Normalizer.Form.NFC));
  }

  /** A name, taken from now on. */
  String of(String name) {
    String free = name;
    while (!take(free)) {
      free += PRIME;
    }
    return free;
  }

  /** A name whose first letter has a tilde, for what would be called so if nothing masked it. */
  String withTilde(String name) {
    int first = name.offsetByCodePoints(0, 1);
    boolean already = name.length() > first && name.charAt(first) == TILDE;
    return of(already ? name : name.substring(0, first) + TILDE + name.substring(first));
  }
}
