package dev.carousel.plugin;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All named types that the plug-ins on the class path contribute. */
public final class NamedTypes {
  private final List<NamedType<?>> all;

  /**
   * Collects the contributions.
   *
   * @param contributions from all plug-ins
   * @throws IllegalStateException if two have one kind and name; the message names both modules
   */
  @Inject
  public NamedTypes(Set<NamedType<?>> contributions) {
    Map<String, NamedType<?>> seen = new HashMap<>();
    for (NamedType<?> type : contributions) {
      NamedType<?> other = seen.put(type.kind().getName() + ' ' + type.name(), type);
      if (other != null) {
        String first = description(other);
        String second = description(type);
        boolean ordered = first.compareTo(second) <= 0;
        throw new IllegalStateException(
            "the name '%s' of kind %s is contributed twice: by %s and by %s; leave one of them off the class path"
                .formatted(
                    type.name(),
                    type.kind().getSimpleName(),
                    ordered ? first : second,
                    ordered ? second : first));
      }
    }
    all = new ArrayList<>(contributions);
    all.sort(Comparator.comparing((NamedType<?> type) -> type.name()));
  }

  private static String description(NamedType<?> type) {
    return type.prototype().getClass().getName() + " in module " + type.module();
  }

  /**
   * The types of one kind, by name.
   *
   * @param <T> the kind
   * @param kind such as {@code Cell.class}
   * @return the types, in the order of their names
   */
  public <T> List<NamedType<T>> of(Class<T> kind) {
    List<NamedType<T>> found = new ArrayList<>();
    for (NamedType<?> type : all) {
      if (type.kind() == kind) {
        found.add(new NamedType<>(kind, type.name(), kind.cast(type.prototype()), type.module()));
      }
    }
    return found;
  }

  /**
   * Whether any type of this kind is named, so that JSON of it needs a "type" key.
   *
   * @param kind an interface
   * @return whether it is a kind
   */
  public boolean isKind(Class<?> kind) {
    return all.stream().anyMatch(type -> type.kind() == kind);
  }

  /**
   * The name under which a value's class is contributed.
   *
   * @param value such as a cell
   * @return its type's name, if it has one
   */
  public Optional<String> nameOf(Object value) {
    return all.stream()
        .filter(type -> type.prototype().getClass() == value.getClass())
        .map(type -> type.name())
        .findFirst();
  }
}
