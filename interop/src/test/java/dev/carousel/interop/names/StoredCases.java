package dev.carousel.interop.names;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other systems have computed from numbers of one formula. */
final class StoredCases {
  private StoredCases() {}

  /** A file of the tests' resources, whose first key says how it was made. */
  static JsonNode read(String name) throws IOException {
    try (InputStream in = StoredCases.class.getResourceAsStream("/" + name)) {
      return JsonMapper.builder().build().readTree(in);
    }
  }

  /** Elements of tensor j, by the formula that the files state. */
  static float[] numbers(int j, int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) (0.5 * StrictMath.sin(1.3 * k + 0.7 * j + 0.2));
    }
    return values;
  }

  static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).floatValue();
    }
    return values;
  }
}
