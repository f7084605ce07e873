package dev.carousel.experiment.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Records taken apart and put together. */
final class Components {
  private Components() {}

  /** The class behind a component's type, primitives as their boxes. */
  static Class<?> raw(Type type) {
    Class<?> raw =
        type instanceof ParameterizedType parameterized
            ? (Class<?>) parameterized.getRawType()
            : (Class<?>) type;
    if (raw == int.class) {
      return Integer.class;
    } else if (raw == long.class) {
      return Long.class;
    } else if (raw == double.class) {
      return Double.class;
    } else if (raw == boolean.class) {
      return Boolean.class;
    }
    return raw;
  }

  /** The type argument of {@code List<T>} or {@code Optional<T>}. */
  static Type argument(Type type) {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  /**
   * The value that an absent key without a default stands for, or null where a key must be given.
   */
  static Object whenAbsent(Class<?> raw) {
    if (raw == Optional.class) {
      return Optional.empty();
    } else if (raw == OptionalInt.class) {
      return OptionalInt.empty();
    } else if (raw == OptionalLong.class) {
      return OptionalLong.empty();
    } else if (raw == OptionalDouble.class) {
      return OptionalDouble.empty();
    }
    return raw == Map.class ? Map.of() : null;
  }

  /** Whether null in JSON is a value of this type. */
  static boolean mayBeNull(Class<?> raw) {
    return raw != Map.class && whenAbsent(raw) != null;
  }

  /** The names of a record's components, in order. */
  static List<String> names(Class<?> record) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      names.add(component.getName());
    }
    return names;
  }

  /** A component of a record, or null if there is no record. */
  static Object value(RecordComponent component, Object record) {
    if (record == null) {
      return null;
    }
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component + " of " + record, e);
    }
  }

  /**
   * Calls a record's canonical constructor.
   *
   * @throws IllegalArgumentException if the constructor refuses the values
   */
  static Object create(Class<?> record, Object[] values) {
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("cannot make a " + record.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + record.getName(), e);
    }
  }

  /** How an enum constant is written in JSON: LOG_STANDARD is "log-standard". */
  static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words of an enum. */
  static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Components::word).toList();
  }
}
