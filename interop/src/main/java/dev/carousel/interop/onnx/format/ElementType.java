package dev.carousel.interop.onnx.format;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the elements of a tensor are; the names are those of the standard's TensorProto.DataType.
 */
public enum ElementType {
  /** 32-bit floats. */
  FLOAT(1, 4),
  /** 32-bit signed integers. */
  INT32(6, 4),
  /** 64-bit signed integers. */
  INT64(7, 8),
  /** Truth values, one byte each: 0 or 1. */
  BOOL(9, 1),
  /** 16-bit floats of IEEE 754: 5 bits of exponent, 10 of fraction. */
  FLOAT16(10, 2),
  /** 64-bit floats. */
  DOUBLE(11, 8),
  /** The upper halves of 32-bit floats: 8 bits of exponent, 7 of fraction. */
  BFLOAT16(16, 2);

  /** The standard's names by number, those that are not supported included. */
  private static final String[] STANDARD_NAMES = {
    "UNDEFINED",
    "FLOAT",
    "UINT8",
    "INT8",
    "UINT16",
    "INT16",
    "INT32",
    "INT64",
    "STRING",
    "BOOL",
    "FLOAT16",
    "DOUBLE",
    "UINT32",
    "UINT64",
    "COMPLEX64",
    "COMPLEX128",
    "BFLOAT16",
    "FLOAT8E4M3FN",
    "FLOAT8E4M3FNUZ",
    "FLOAT8E5M2",
    "FLOAT8E5M2FNUZ",
    "UINT4",
    "INT4",
    "FLOAT4E2M1",
    "FLOAT8E8M0",
    "UINT2",
    "INT2"
  };

  private static final ElementType[] BY_NUMBER = new ElementType[STANDARD_NAMES.length];

  static {
    for (ElementType type : values()) {
      BY_NUMBER[type.number] = type;
    }
  }

  private final int number;
  private final int bytes;

  ElementType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /**
   * The number that stands for this type in files and in attributes such as Cast's {@code to}.
   *
   * @return the value of TensorProto.DataType
   */
  public int number() {
    return number;
  }

  /**
   * The room that one element takes.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * The type that a number stands for.
   *
   * @param number a value of TensorProto.DataType
   * @return the type
   * @throws IllegalArgumentException if it is not supported; the message names it and those that
   *     are
   */
  public static ElementType of(int number) {
    boolean known = number >= 0 && number < BY_NUMBER.length;
    if (!known || BY_NUMBER[number] == null) {
      throw new IllegalArgumentException(
          "element type %s (%d) is not supported; supported: %s"
              .formatted(
                  known ? STANDARD_NAMES[number] : "unknown",
                  number,
                  Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
    return BY_NUMBER[number];
  }
}
