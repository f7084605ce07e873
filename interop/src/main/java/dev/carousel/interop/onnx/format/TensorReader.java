package dev.carousel.interop.onnx.format;

import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads a TensorProto, whichever of its fields the elements are in. */
final class TensorReader {
  /** More axes than any system computes with, and few enough for a message. */
  static final int MOST_AXES = 64;

  private static final int UNSIGNED_16_BITS = 0xffff;

  private final WireReader wire;
  private final ElementBytes elements = new ElementBytes();

  private String name = "";
  private ElementType type;
  private List<Long> sizes = List.of();

  /** The field in which elements were found; 0 as long as there was none. */
  private int storage;

  private TensorReader(WireReader wire) {
    this.wire = wire;
  }

  /** Reads the tensor to the end of the message under way. */
  static OnnxTensor read(WireReader wire) throws IOException {
    return new TensorReader(wire).tensor();
  }

  private OnnxTensor tensor() throws IOException {
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Tensor.NAME -> name = wire.text();
        case Fields.Tensor.TYPE -> type = ElementType.of((int) wire.whole());
        case Fields.Tensor.SIZES -> {
          sizes = wire.wholes(sizes);
          requireFewAxes(sizes.size());
        }
        case Fields.Tensor.SEGMENT ->
            throw new IllegalArgumentException("a segment of a tensor is not supported");
        case Fields.Tensor.LOCATION -> {
          if (wire.whole() != 0) {
            throw external();
          }
        }
        case Fields.Tensor.EXTERNAL -> throw external();
        case Fields.Tensor.FLOATS,
            Fields.Tensor.INTS,
            Fields.Tensor.STRINGS,
            Fields.Tensor.LONGS,
            Fields.Tensor.RAW,
            Fields.Tensor.DOUBLES,
            Fields.Tensor.UNSIGNED_LONGS ->
            elements(field);
        default -> wire.skip();
      }
    }
    if (type == null) {
      throw new IllegalArgumentException("the tensor has no element type");
    }
    return new OnnxTensor(name, type, shape(), bytes());
  }

  private static IllegalArgumentException external() {
    return new IllegalArgumentException(
        "the tensor's elements are in another file; external data are not supported, so save the"
            + " model with its data in one file");
  }

  static void requireFewAxes(int axes) {
    if (axes > MOST_AXES) {
      throw new IllegalArgumentException(
          "there are more than %d axes, the most that are supported".formatted(MOST_AXES));
    }
  }

  private void elements(int field) throws IOException {
    // A list may come in pieces, raw bytes may not.
    if (elements.count() > 0 && (field != storage || field == Fields.Tensor.RAW)) {
      throw new IllegalArgumentException(
          "the tensor has elements in %s and once more in %s"
              .formatted(nameOf(storage), nameOf(field)));
    }
    storage = field;
    switch (field) {
      case Fields.Tensor.FLOATS -> wire.fours(elements);
      case Fields.Tensor.DOUBLES -> wire.eights(elements);
      case Fields.Tensor.INTS -> wire.ints(elements);
      case Fields.Tensor.LONGS -> wire.longs(elements);
      case Fields.Tensor.RAW -> elements.add(wire.bytes());
      default ->
          throw new IllegalArgumentException(
              "the tensor has elements in %s, which no supported element type uses"
                  .formatted(nameOf(field)));
    }
  }

  private Shape shape() {
    int[] sizes = new int[this.sizes.size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      long size = this.sizes.get(axis);
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "axis %d of the tensor has %d elements, expected 0 to %d"
                .formatted(axis, size, Integer.MAX_VALUE));
      }
      sizes[axis] = (int) size;
    }
    return new Shape(sizes);
  }

  private byte[] bytes() {
    int expected = storageOf(type);
    if (elements.count() > 0 && storage != Fields.Tensor.RAW && storage != expected) {
      throw new IllegalArgumentException(
          "the tensor of type %s has elements in %s, expected %s or %s"
              .formatted(type, nameOf(storage), nameOf(expected), nameOf(Fields.Tensor.RAW)));
    }
    byte[] bytes = elements.toArray();
    return storage == Fields.Tensor.INTS ? narrowed(bytes) : bytes;
  }

  /** In int32_data shorter types take 32 bits each, floats of 16 bits as unsigned integers. */
  private byte[] narrowed(byte[] bytes) {
    if (type == ElementType.INT32) {
      return bytes;
    }
    ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to =
        ByteBuffer.allocate(bytes.length / Integer.BYTES * type.bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    int largest = type == ElementType.BOOL ? 1 : UNSIGNED_16_BITS;
    while (from.hasRemaining()) {
      int element = from.getInt();
      if (element < 0 || element > largest) {
        throw new IllegalArgumentException(
            "the tensor of type %s has %d in int32_data, expected 0 to %d"
                .formatted(type, element, largest));
      }
      if (type == ElementType.BOOL) {
        to.put((byte) element);
      } else {
        to.putShort((short) element);
      }
    }
    return to.array();
  }

  private static int storageOf(ElementType type) {
    return switch (type) {
      case FLOAT -> Fields.Tensor.FLOATS;
      case DOUBLE -> Fields.Tensor.DOUBLES;
      case INT64 -> Fields.Tensor.LONGS;
      case INT32, BOOL, FLOAT16, BFLOAT16 -> Fields.Tensor.INTS;
    };
  }

  private static String nameOf(int storage) {
    return switch (storage) {
      case Fields.Tensor.FLOATS -> "float_data";
      case Fields.Tensor.INTS -> "int32_data";
      case Fields.Tensor.STRINGS -> "string_data";
      case Fields.Tensor.LONGS -> "int64_data";
      case Fields.Tensor.DOUBLES -> "double_data";
      case Fields.Tensor.UNSIGNED_LONGS -> "uint64_data";
      default -> "raw_data";
    };
  }
}
