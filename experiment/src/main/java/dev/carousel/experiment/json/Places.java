package dev.carousel.experiment.json;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where in a value those of a kind stand. */
final class Places {
  private final Class<?> kind;
  private final List<String> found = new ArrayList<>();

  private Places(Class<?> kind) {
    this.kind = kind;
  }

  /**
   * Finds the places.
   *
   * @param kind such as {@code Cell.class}
   * @param value a record
   * @return dotted paths, such as "recurrent.cell", outer ones first
   */
  static List<String> of(Class<?> kind, Object value) {
    Places places = new Places(kind);
    places.inside(value, "");
    return places.found;
  }

  private void inside(Object value, String path) {
    if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        String below = path.isEmpty() ? component.getName() : path + "." + component.getName();
        at(Components.value(component, value), component.getGenericType(), below);
      }
    }
  }

  private void at(Object value, Type declared, String path) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(inner -> at(inner, Components.argument(declared), path));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        at(list.get(i), Components.argument(declared), path + "." + i);
      }
    } else {
      if (Components.raw(declared) == kind) {
        found.add(path);
      }
      inside(value, path);
    }
  }
}
