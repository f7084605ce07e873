package dev.carousel.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A record taken apart into what JSON can say (numbers, strings, booleans, null, lists and objects)
 * and put together again by its canonical constructor.
 */
final class RecordTree {
  private RecordTree() {}

  /** A nested record; its class stands for the "type" key by which JSON would name it. */
  private record Node(Class<? extends Record> type, Map<String, Object> components) {}

  /**
   * The record's components as JSON values.
   *
   * @throws AssertionError if a component is something that JSON cannot say
   */
  static Object taken(Object value, String path) {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    }
    if (value instanceof Number number) {
      boolean exact = value instanceof Integer || value instanceof Long;
      return exact ? (Object) number.longValue() : (Object) number.doubleValue();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(present -> taken(present, path)).orElse(null);
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? (Object) (long) optional.getAsInt() : null;
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? (Object) optional.getAsDouble() : null;
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(taken(element, path + "/" + elements.size())));
      return elements;
    }
    if (value instanceof Record record) {
      Map<String, Object> components = new LinkedHashMap<>();
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        String name = component.getName();
        components.put(name, taken(read(record, component), path + "/" + name));
      }
      return new Node(record.getClass(), components);
    }
    throw new AssertionError(
        path
            + " is a "
            + value.getClass().getName()
            + ", which JSON has no form for; a cell is a record of numbers, booleans, strings, enums,"
            + " lists and records");
  }

  /** The record that {@link #taken} took apart. */
  static Object rebuilt(Object tree) {
    Node node = (Node) tree;
    RecordComponent[] components = node.type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments =
        Arrays.stream(components)
            .map(c -> typed(node.components.get(c.getName()), c.getType(), c.getGenericType()))
            .toArray();
    try {
      Constructor<?> constructor = node.type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(node.type.getName() + " cannot be built from its components", e);
    }
  }

  private static Object read(Record record, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(component + " cannot be read", e);
    }
  }

  private static Object typed(Object value, Class<?> raw, Type type) {
    if (raw == Optional.class) {
      Type inner = ((ParameterizedType) type).getActualTypeArguments()[0];
      return Optional.ofNullable(value == null ? null : typed(value, raw(inner), inner));
    } else if (raw == OptionalInt.class) {
      return value == null ? OptionalInt.empty() : OptionalInt.of(((Number) value).intValue());
    } else if (raw == OptionalDouble.class) {
      return value == null
          ? OptionalDouble.empty()
          : OptionalDouble.of(((Number) value).doubleValue());
    } else if (value instanceof Node) {
      return rebuilt(value);
    } else if (value instanceof List<?> list) {
      Type inner = ((ParameterizedType) type).getActualTypeArguments()[0];
      return list.stream().map(element -> typed(element, raw(inner), inner)).toList();
    } else if (value instanceof String name && raw.isEnum()) {
      return Arrays.stream(raw.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(name))
          .findFirst()
          .orElseThrow();
    } else if (value instanceof Number number) {
      return number(number, raw);
    }
    return value;
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType given ? given.getRawType() : type);
  }

  private static Object number(Number number, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return number.intValue();
    } else if (type == float.class || type == Float.class) {
      return number.floatValue();
    } else if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    return number.longValue();
  }
}
