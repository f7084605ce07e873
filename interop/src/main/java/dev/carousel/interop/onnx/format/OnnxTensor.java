package dev.carousel.interop.onnx.format;

import dev.carousel.tensor.HalfFloat;
import dev.carousel.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A constant tensor: TensorProto.
 *
 * @param name its name; empty if it is the value of an attribute
 * @param type what its elements are
 * @param shape its sizes
 * @param bytes its elements in row-major order, lowest byte first, as in the standard's raw_data;
 *     shared, not copied
 */
public record OnnxTensor(String name, ElementType type, Shape shape, byte[] bytes) {
  /**
   * Checks the bytes.
   *
   * @throws IllegalArgumentException if there are more or fewer than the shape asks for, or one of
   *     type BOOL is neither 0 nor 1
   */
  public OnnxTensor {
    long needed = (long) shape.elements() * type.bytes();
    if (bytes.length != needed) {
      throw new IllegalArgumentException(
          "tensor %s of type %s and shape %s needs %d bytes, but there are %d"
              .formatted(Quoted.of(name), type, shape, needed, bytes.length));
    }
    if (type == ElementType.BOOL) {
      for (byte element : bytes) {
        if (element != 0 && element != 1) {
          throw new IllegalArgumentException(
              "tensor %s of type BOOL holds %d, expected 0 or 1"
                  .formatted(Quoted.of(name), element));
        }
      }
    }
  }

  /**
   * A tensor of 32-bit floats.
   *
   * @param name its name
   * @param shape its sizes
   * @param elements in row-major order; copied
   * @return the tensor
   */
  public static OnnxTensor ofFloats(String name, Shape shape, float... elements) {
    ByteBuffer bytes = littleEndian(new byte[Math.multiplyExact(elements.length, Float.BYTES)]);
    bytes.asFloatBuffer().put(elements);
    return new OnnxTensor(name, ElementType.FLOAT, shape, bytes.array());
  }

  /**
   * A tensor of 64-bit integers.
   *
   * @param name its name
   * @param shape its sizes
   * @param elements in row-major order; copied
   * @return the tensor
   */
  public static OnnxTensor ofLongs(String name, Shape shape, long... elements) {
    ByteBuffer bytes = littleEndian(new byte[Math.multiplyExact(elements.length, Long.BYTES)]);
    bytes.asLongBuffer().put(elements);
    return new OnnxTensor(name, ElementType.INT64, shape, bytes.array());
  }

  /**
   * The elements of a tensor of any floating-point type as 32-bit floats. Only of type DOUBLE are
   * they rounded, to the nearest.
   *
   * @return a new array in row-major order
   * @throws IllegalArgumentException if the elements are not floating-point numbers
   */
  public float[] floats() {
    ByteBuffer in = littleEndian(bytes);
    float[] floats = new float[shape.elements()];
    switch (type) {
      case FLOAT -> in.asFloatBuffer().get(floats);
      case DOUBLE -> {
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) in.getDouble();
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < floats.length; i++) {
          floats[i] = HalfFloat.ofBinary16(in.getShort());
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < floats.length; i++) {
          floats[i] = HalfFloat.ofBfloat16(in.getShort());
        }
      }
      case INT32, INT64, BOOL -> throw not("floating-point numbers");
    }
    return floats;
  }

  /**
   * The elements of a tensor of integers or truth values as 64-bit integers.
   *
   * @return a new array in row-major order; 1 for true
   * @throws IllegalArgumentException if the elements are floating-point numbers
   */
  public long[] longs() {
    ByteBuffer in = littleEndian(bytes);
    long[] longs = new long[shape.elements()];
    switch (type) {
      case INT64 -> in.asLongBuffer().get(longs);
      case INT32 -> {
        for (int i = 0; i < longs.length; i++) {
          longs[i] = in.getInt();
        }
      }
      case BOOL -> {
        for (int i = 0; i < longs.length; i++) {
          longs[i] = in.get();
        }
      }
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> throw not("integers");
    }
    return longs;
  }

  private IllegalArgumentException not(String expected) {
    return new IllegalArgumentException(
        "tensor %s is of type %s, expected %s".formatted(Quoted.of(name), type, expected));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OnnxTensor that
        && name.equals(that.name)
        && type == that.type
        && shape.equals(that.shape)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(bytes);
  }

  /** The tensor without its elements, as {@code 'W' FLOAT[1, 8, 3]}. */
  @Override
  public String toString() {
    return Quoted.of(name) + " " + type + shape;
  }
}
