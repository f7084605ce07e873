package dev.carousel.interop.onnx.format;

import java.util.Arrays;

/**
 * Where in a model reading or checking stands. Going in and out takes no memory, so a place can be
 * kept for every part and put into words only for a message.
 */
final class Place {
  private static final int SINGLE = -1;

  private String[] fields = new String[64];
  private int[] indices = new int[64];
  private int depth;

  /** Goes into a field that exists once. */
  void enter(String field) {
    enter(field, SINGLE);
  }

  /** Goes into one of the parts of a field, counted from 0. */
  void enter(String field, int index) {
    if (depth == fields.length) {
      fields = Arrays.copyOf(fields, 2 * depth);
      indices = Arrays.copyOf(indices, 2 * depth);
    }
    fields[depth] = field;
    indices[depth++] = index;
  }

  /** Goes back to where the last field was entered. */
  void leave() {
    depth--;
  }

  /** The way from the model, as {@code graph.node[3].attribute[0]}; empty at the model itself. */
  @Override
  public String toString() {
    StringBuilder way = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      way.append(i == 0 ? "" : ".").append(shown(fields[i]));
      if (indices[i] != SINGLE) {
        way.append('[').append(indices[i]).append(']');
      }
    }
    return way.toString();
  }

  /** A field's name may be that of an attribute, which can be any text. */
  private static String shown(String field) {
    return field.matches("\\w{1,60}") ? field : Quoted.of(field);
  }
}
