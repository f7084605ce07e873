package dev.carousel.interop.onnx.format;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of protobuf messages one after the other, and where they stand.
 *
 * <p>Methods throw {@link InvalidProtocolBufferException} if the bytes are no messages, and {@link
 * IllegalArgumentException} if a field is not of the kind that is asked for.
 */
final class WireReader {
  private final CodedInputStream in;
  private final Place place = new Place();
  private int tag;

  WireReader(byte[] bytes) {
    in = CodedInputStream.newInstance(bytes);
  }

  /** The number of the next field of the message under way; 0 at its end. */
  int next() throws IOException {
    tag = in.readTag();
    return WireFormat.getTagFieldNumber(tag);
  }

  /** Passes over the field. */
  void skip() throws IOException {
    if (!in.skipField(tag)) {
      throw new IllegalArgumentException("a group ends that did not begin");
    }
  }

  /** Goes into the message that the field is. */
  int open(String field) throws IOException {
    require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    place.enter(field);
    return in.pushLimit(in.readUInt32());
  }

  /** Goes into one of the messages that the field is repeated as. */
  int open(String field, int index) throws IOException {
    require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    place.enter(field, index);
    return in.pushLimit(in.readUInt32());
  }

  /**
   * Goes back to the message around, at the end of this one.
   *
   * @param around what open gave
   */
  void close(int around) throws IOException {
    in.checkLastTagWas(0);
    in.popLimit(around);
    place.leave();
  }

  long whole() throws IOException {
    require(WireFormat.WIRETYPE_VARINT);
    return in.readInt64();
  }

  float real() throws IOException {
    require(WireFormat.WIRETYPE_FIXED32);
    return in.readFloat();
  }

  String text() throws IOException {
    require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    return in.readStringRequireUtf8();
  }

  byte[] bytes() throws IOException {
    require(WireFormat.WIRETYPE_LENGTH_DELIMITED);
    return in.readByteArray();
  }

  /** Adds whole numbers, packed or single. */
  List<Long> wholes(List<Long> sofar) throws IOException {
    List<Long> numbers = sofar;
    if (isPacked()) {
      int around = in.pushLimit(in.readUInt32());
      while (in.getBytesUntilLimit() > 0) {
        numbers = with(numbers, in.readInt64());
      }
      in.popLimit(around);
      return numbers;
    }
    return with(numbers, whole());
  }

  /** Adds numbers, packed or single. */
  List<Float> reals(List<Float> sofar) throws IOException {
    List<Float> numbers = sofar;
    if (isPacked()) {
      int around = in.pushLimit(in.readUInt32());
      while (in.getBytesUntilLimit() > 0) {
        numbers = with(numbers, in.readFloat());
      }
      in.popLimit(around);
      return numbers;
    }
    return with(numbers, real());
  }

  /** Adds numbers of four bytes each, packed or single. */
  void fours(ElementBytes elements) throws IOException {
    if (isPacked()) {
      elements.add(packed(Integer.BYTES));
    } else {
      require(WireFormat.WIRETYPE_FIXED32);
      elements.add(in.readFixed32());
    }
  }

  /** Adds numbers of eight bytes each, packed or single. */
  void eights(ElementBytes elements) throws IOException {
    if (isPacked()) {
      elements.add(packed(Long.BYTES));
    } else {
      require(WireFormat.WIRETYPE_FIXED64);
      elements.add(in.readFixed64());
    }
  }

  private byte[] packed(int size) throws IOException {
    byte[] numbers = in.readByteArray();
    if (numbers.length % size != 0) {
      throw new IllegalArgumentException(
          "%d bytes are no whole count of numbers of %d bytes".formatted(numbers.length, size));
    }
    return numbers;
  }

  /** Adds integers as four bytes each, packed or single. */
  void ints(ElementBytes elements) throws IOException {
    if (isPacked()) {
      int around = in.pushLimit(in.readUInt32());
      while (in.getBytesUntilLimit() > 0) {
        elements.add(in.readInt32());
      }
      in.popLimit(around);
    } else {
      require(WireFormat.WIRETYPE_VARINT);
      elements.add(in.readInt32());
    }
  }

  /** Adds integers as eight bytes each, packed or single. */
  void longs(ElementBytes elements) throws IOException {
    if (isPacked()) {
      int around = in.pushLimit(in.readUInt32());
      while (in.getBytesUntilLimit() > 0) {
        elements.add(in.readInt64());
      }
      in.popLimit(around);
    } else {
      elements.add(whole());
    }
  }

  /** A list with one item more. An empty list is no object of its own, since most stay empty. */
  static <T> List<T> with(List<T> list, T item) {
    List<T> longer = list.isEmpty() ? new ArrayList<>() : list;
    longer.add(item);
    return longer;
  }

  private boolean isPacked() {
    return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private void require(int wireType) {
    int found = WireFormat.getTagWireType(tag);
    if (found != wireType) {
      throw new IllegalArgumentException(
          "field %d has wire type %d, expected %d"
              .formatted(WireFormat.getTagFieldNumber(tag), found, wireType));
    }
  }

  /** The way to the message under way. */
  Place place() {
    return place;
  }

  /** How many bytes are read. */
  int position() {
    return in.getTotalBytesRead();
  }
}
