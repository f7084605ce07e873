package dev.carousel.interop.names;

import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What libtorch has computed, see the first key of {@code pytorch.json}. */
final class PyTorchCases {
  private PyTorchCases() {}

  static JsonNode stored() throws IOException {
    return StoredCases.read("pytorch.json");
  }

  /** A recurrent layer of PyTorch with what it gave. */
  record Layers(JsonNode json) {
    String cell() {
      return json.get("cell").stringValue();
    }

    int number(String key) {
      return json.get(key).intValue();
    }

    boolean bidirectional() {
      return json.get("bidirectional").booleanValue();
    }

    int directions() {
      return bidirectional() ? 2 : 1;
    }

    int outputs() {
      return number("projection") > 0 ? number("projection") : number("units");
    }

    /** The tensors of state_dict(), in its order. */
    Map<String, Shape> tensors() {
      return state(
          cell(),
          number("inputs"),
          number("units"),
          number("projection"),
          number("layers"),
          directions());
    }

    /**
     * Of an lstm the input for 0, the initial h for 1 and the initial c for 2; of others the first
     * two.
     */
    float[] given(int which) {
      int lines = number("layers") * directions() * number("batch");
      int count =
          which == 0
              ? number("steps") * number("batch") * number("inputs")
              : lines * (which == 1 ? outputs() : number("units"));
      return StoredCases.numbers(tensors().size() + which, count);
    }

    /** The factor of each element of a result in the sum whose gradients are stored. */
    float[] factors(String key) {
      int states = cell().equals("lstm") ? 2 : 1;
      int which = List.of("output", "h", "c").indexOf(key);
      return StoredCases.numbers(tensors().size() + 1 + states + which, result(key).length);
    }

    /** The sum's gradient by a tensor of state_dict(), "input", "h" or "c". */
    float[] gradient(String name) {
      return StoredCases.floats(json.get("gradients").get(name));
    }

    float[] result(String key) {
      return StoredCases.floats(json.get(key));
    }

    @Override
    public String toString() {
      return json.get("name").stringValue();
    }
  }

  static List<Layers> layers() throws IOException {
    List<Layers> all = new ArrayList<>();
    stored().get("layers").forEach(each -> all.add(new Layers(each)));
    return all;
  }

  static Map<String, Shape> state(
      String cell, int inputs, int units, int projection, int layers, int directions) {
    int rows = units * (cell.equals("lstm") ? 4 : cell.equals("gru") ? 3 : 1);
    int outputs = projection > 0 ? projection : units;
    Map<String, Shape> tensors = new LinkedHashMap<>();
    for (int layer = 0; layer < layers; layer++) {
      for (int direction = 0; direction < directions; direction++) {
        String end = "_l" + layer + (direction == 1 ? "_reverse" : "");
        int read = layer == 0 ? inputs : outputs * directions;
        tensors.put("weight_ih" + end, Shape.of(rows, read));
        tensors.put("weight_hh" + end, Shape.of(rows, outputs));
        tensors.put("bias_ih" + end, Shape.of(rows));
        tensors.put("bias_hh" + end, Shape.of(rows));
        if (projection > 0) {
          tensors.put("weight_hr" + end, Shape.of(projection, units));
        }
      }
    }
    return tensors;
  }
}
