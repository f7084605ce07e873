package dev.carousel.interop.onnx.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads a ValueInfoProto: a name and the type of a tensor. */
final class ValueReader {
  private final WireReader wire;

  private ValueReader(WireReader wire) {
    this.wire = wire;
  }

  /** Reads the value to the end of the message under way. */
  static OnnxValue read(WireReader wire) throws IOException {
    return new ValueReader(wire).value();
  }

  private OnnxValue value() throws IOException {
    String name = "";
    OnnxValue.Type type = null;
    String documentation = "";
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Value.NAME -> name = wire.text();
        case Fields.Value.TYPE -> {
          ModelReader.requireOnce(type, "the type");
          int around = wire.open("type");
          type = type();
          wire.close(around);
        }
        case Fields.Value.DOCUMENTATION -> documentation = wire.text();
        default -> wire.skip();
      }
    }
    return new OnnxValue(name, Optional.ofNullable(type), documentation);
  }

  /** Null if the message does not say it. */
  private OnnxValue.Type type() throws IOException {
    OnnxValue.Type type = null;
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Type.TENSOR -> {
          ModelReader.requireOnce(type, "the type");
          int around = wire.open("tensor_type");
          type = tensorType();
          wire.close(around);
        }
        case Fields.Type.SEQUENCE -> throw noTensor("a sequence");
        case Fields.Type.MAP -> throw noTensor("a map");
        case Fields.Type.OPAQUE -> throw noTensor("opaque");
        case Fields.Type.SPARSE_TENSOR -> throw noTensor("a sparse tensor");
        case Fields.Type.OPTIONAL -> throw noTensor("optional");
        default -> wire.skip();
      }
    }
    return type;
  }

  private static IllegalArgumentException noTensor(String kind) {
    return new IllegalArgumentException(
        "the value is %s; only tensors are supported".formatted(kind));
  }

  /** Nested graphs may leave the element type open; then there is no type, which is null. */
  private OnnxValue.Type tensorType() throws IOException {
    int elements = 0;
    List<Dimension> shape = null;
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.TensorType.ELEMENTS -> elements = (int) wire.whole();
        case Fields.TensorType.SHAPE -> {
          ModelReader.requireOnce(shape, "the shape");
          int around = wire.open("shape");
          shape = shape();
          wire.close(around);
        }
        default -> wire.skip();
      }
    }
    return elements == 0
        ? null
        : new OnnxValue.Type(ElementType.of(elements), Optional.ofNullable(shape));
  }

  private List<Dimension> shape() throws IOException {
    List<Dimension> shape = List.of();
    for (int field = wire.next(); field != 0; field = wire.next()) {
      if (field == Fields.TensorShape.DIMENSIONS) {
        int around = wire.open("dim", shape.size());
        shape = WireReader.with(shape, dimension());
        wire.close(around);
        TensorReader.requireFewAxes(shape.size());
      } else {
        wire.skip();
      }
    }
    return shape;
  }

  /** Some writers say -1 or "" for an axis of which nothing is known. */
  private Dimension dimension() throws IOException {
    Dimension dimension = Dimension.UNKNOWN;
    for (int field = wire.next(); field != 0; field = wire.next()) {
      switch (field) {
        case Fields.Axis.SIZE -> {
          long size = wire.whole();
          dimension = size < 0 ? Dimension.UNKNOWN : new Dimension.Fixed(size);
        }
        case Fields.Axis.SYMBOL -> {
          String symbol = wire.text();
          dimension = symbol.isEmpty() ? Dimension.UNKNOWN : new Dimension.Symbol(symbol);
        }
        default -> wire.skip();
      }
    }
    return dimension;
  }
}
