package dev.carousel.interchange;

import dev.carousel.autograd.Parameter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.interchange.WeightLayout.Part;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A model's weights in a safetensors file, under the names and in the layouts of some system. */
public final class WeightFile {
  private static final int SHOWN = 8;
  private static final int LONGEST = 60;

  private WeightFile() {}

  /**
   * Writes a file, or replaces it as a whole, see {@link Safetensors#write}.
   *
   * @param file the file
   * @param parameters all parameters of the model
   * @param naming the names and layouts
   * @param kernels what the model computes with
   * @param metadata free text by key
   * @throws InvalidDataException if a layer of the model has no counterpart in the system
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file,
      List<Parameter> parameters,
      WeightNaming naming,
      Kernels kernels,
      Map<String, String> metadata)
      throws IOException {
    Map<Parameter, float[]> values = new IdentityHashMap<>();
    parameters.forEach(parameter -> values.put(parameter, kernels.toArray(parameter.value())));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (WeightLayout layout : layouts(parameters, naming)) {
      tensors.put(layout.name(), kernels.tensor(layout.elements(values), layout.shape().sizes()));
    }
    Safetensors.write(file, tensors, kernels, metadata);
  }

  /**
   * Gives a model the weights of a file, all of them or, if it is refused, none.
   *
   * @param file the file, from whomever
   * @param parameters all parameters of the model
   * @param naming the names and layouts
   * @param kernels what the model computes with
   * @throws InvalidDataException if there is no such file, it is no safetensors file, or the
   *     tensors in it are not those of the model, by name and shape, or not all finite; or a layer
   *     of the model has no counterpart in the system
   */
  public static void load(
      Path file, List<Parameter> parameters, WeightNaming naming, Kernels kernels) {
    List<WeightLayout> layouts = layouts(parameters, naming);
    Map<String, Safetensors.Values> tensors = read(file);
    requireSame(file, layouts, tensors);
    Map<Parameter, float[]> values = new IdentityHashMap<>();
    parameters.forEach(
        parameter -> values.put(parameter, new float[parameter.value().shape().elements()]));
    for (boolean added : new boolean[] {false, true}) {
      layouts.forEach(layout -> layout.put(tensors.get(layout.name()).values(), values, added));
    }
    values.forEach((parameter, elements) -> kernels.write(parameter.value(), elements));
  }

  private static Map<String, Safetensors.Values> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException("no file '" + file + "', which should hold the weights");
    }
    try {
      return Safetensors.read(file).tensors();
    } catch (IOException e) {
      throw new InvalidDataException("cannot read '" + file + "': " + e.getMessage(), e);
    }
  }

  private static void requireSame(
      Path file, List<WeightLayout> layouts, Map<String, Safetensors.Values> tensors) {
    Map<String, Safetensors.Values> surplus = new LinkedHashMap<>(tensors);
    layouts.forEach(layout -> surplus.remove(layout.name()));
    for (WeightLayout layout : layouts) {
      Safetensors.Values values = tensors.get(layout.name());
      if (values == null) {
        throw new InvalidDataException(
            "%s is of another model: it has no '%s'%s"
                .formatted(file, layout.name(), instead(layout, surplus)));
      }
      if (!values.shape().equals(layout.shape())) {
        throw new InvalidDataException(
            "%s is of another model: '%s' is %s there and %s in the model of the experiment"
                .formatted(file, layout.name(), values.shape(), layout.shape()));
      }
      for (float value : values.values()) {
        if (!Float.isFinite(value)) {
          throw new InvalidDataException(
              "%s: '%s' holds %s, with which no model can compute"
                  .formatted(file, layout.name(), value));
        }
      }
    }
    if (!surplus.isEmpty()) {
      throw new InvalidDataException(
          "%s is of another model: the model of the experiment does not have its %s"
              .formatted(file, listed(surplus.keySet())));
    }
  }

  /** What the file has where it lacks something. */
  private static String instead(WeightLayout missing, Map<String, Safetensors.Values> surplus) {
    if (surplus.isEmpty()) {
      return "";
    }
    // In a file of other names, what ends alike and has the right shape.
    String mean =
        surplus.entrySet().stream()
            .filter(other -> other.getValue().shape().equals(missing.shape()))
            .map(Map.Entry::getKey)
            .filter(other -> last(other).equals(last(missing.name())))
            .findFirst()
            .or(() -> Suggestion.nearest(missing.name(), surplus.keySet()))
            .map(other -> "; did you mean its " + quoted(other) + "?")
            .orElse(";");
    return mean + " the model does not have its " + listed(surplus.keySet());
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** A name, or the beginning of one: a stranger may have written it. */
  private static String quoted(String name) {
    return "'" + (name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name) + "'";
  }

  /** Some of the names. */
  private static String listed(Set<String> names) {
    String some =
        names.stream().limit(SHOWN).map(WeightFile::quoted).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? some + " and " + (names.size() - SHOWN) + " more" : some;
  }

  /** The layouts, which hold everything once. */
  private static List<WeightLayout> layouts(List<Parameter> parameters, WeightNaming naming) {
    List<WeightLayout> layouts = naming.layouts(parameters);
    Map<Parameter, BitSet> held = new IdentityHashMap<>();
    parameters.forEach(parameter -> held.put(parameter, new BitSet()));
    for (WeightLayout layout : layouts) {
      for (Part part : layout.parts()) {
        Slice slice = part.slice();
        BitSet seen = held.get(slice.parameter());
        int end = slice.offset() + slice.shape().elements();
        if (!part.added() && seen.get(slice.offset(), end).cardinality() > 0) {
          throw new IllegalStateException(
              "%s holds elements of '%s' twice".formatted(naming, slice.parameter().name()));
        }
        if (!part.added()) {
          seen.set(slice.offset(), end);
        }
      }
    }
    held.forEach(
        (parameter, seen) -> {
          if (seen.cardinality() != parameter.value().shape().elements()) {
            throw new IllegalStateException(
                "%s does not hold all of '%s'".formatted(naming, parameter.name()));
          }
        });
    return layouts;
  }
}
