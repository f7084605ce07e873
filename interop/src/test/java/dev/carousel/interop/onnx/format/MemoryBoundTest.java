package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that hold nothing but one kind of part, as small and as often as possible, keep to the
 * bound on memory too: they make the most objects for their bytes.
 */
class MemoryBoundTest {
  private static final int SIZE = 150_000;
  private static final HandMade EMPTY = new HandMade();

  @TempDir Path folder;

  @Test
  void theSmallestPartsOften() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("metadata", model(EMPTY, i -> part(14, new HandMade().text(1, name(i)))));
    files.put(
        "operator sets", model(EMPTY, i -> part(8, new HandMade().text(1, name(i)).varint(2, 1))));
    files.put("skipped fields", model(EMPTY, i -> new HandMade().varint(15, 0)));
    files.put("texts given over and over", model(EMPTY, i -> new HandMade().text(2, "a")));
    files.put("nodes", graph(i -> part(1, node())));
    files.put("nodes that define", graph(i -> part(1, node().text(2, name(i)))));
    files.put("omitted inputs", graph(i -> part(1, node().text(1, "").text(2, ""))));
    files.put(
        "many inputs of one node",
        HandMade.model(part(1, repeated(node(), i -> new HandMade().text(1, "")))).toArray());
    files.put(
        "many inputs of one name",
        HandMade.model(
                part(1, repeated(node(), i -> new HandMade().text(1, "w")))
                    .message(5, tensor().text(8, "w")))
            .toArray());
    files.put("attributes", graph(i -> part(1, node().message(5, attribute("a", 2)))));
    files.put(
        "many attributes of one node",
        HandMade.model(part(1, repeated(node(), i -> part(5, attribute(name(i), 2))))).toArray());
    files.put("attributes of strings", attributes(8, i -> new HandMade().text(9, "")));
    files.put("attributes of short strings", attributes(8, i -> new HandMade().text(9, "a")));
    files.put("attributes of é", attributes(8, i -> new HandMade().text(9, "é")));
    for (String character : List.of("a", "é", "字", "🎠")) {
      files.put(
          "a long text of " + character,
          HandMade.model(EMPTY).text(6, character.repeat(SIZE / 4)).toArray());
      files.put(
          "a long text that ends in " + character,
          HandMade.model(EMPTY).text(6, "a".repeat(SIZE) + character).toArray());
    }
    files.put("attributes of integers", attributes(7, i -> new HandMade().varint(8, 1)));
    files.put("attributes of larger integers", attributes(7, i -> new HandMade().varint(8, 300)));
    files.put("attributes of floats", attributes(6, i -> new HandMade().fixed32(7, i)));
    files.put("attributes of tensors", attributes(9, i -> part(10, tensor())));
    files.put("attributes of graphs", attributes(10, i -> part(11, EMPTY)));
    files.put(
        "attributes of one integer each",
        graph(i -> part(1, node().message(5, attribute("a", 7).varint(8, 0)))));
    files.put("packed integers", attributes(7, new HandMade().bytes(8, new byte[SIZE])));
    files.put("packed floats", attributes(6, new HandMade().bytes(7, new byte[SIZE])));
    files.put("nested graphs", graph(i -> part(1, nested(EMPTY, 2))));
    files.put("deeply nested graphs", graph(i -> part(1, nested(EMPTY, GraphCheck.DEEPEST))));
    files.put(
        "definitions in nested graphs",
        graph(i -> part(1, nested(part(1, node().text(2, "x")), GraphCheck.DEEPEST))));
    files.put("initializers", graph(i -> part(5, tensor().text(8, name(i)))));
    files.put("initializers of one number", graph(i -> part(5, one(9, name(i)).varint(5, 1))));
    files.put("initializers of one long", graph(i -> part(5, one(7, name(i)).varint(7, 1))));
    files.put("initializers of many axes", graph(i -> part(5, axes(name(i)))));
    files.put("longs", initializer(tensor(7).bytes(7, new byte[SIZE])));
    files.put("single longs", initializer(repeated(tensor(7), i -> new HandMade().varint(7, 0))));
    files.put("integers", initializer(tensor(6).bytes(5, new byte[SIZE])));
    files.put("truth values", initializer(tensor(9).bytes(5, new byte[SIZE])));
    files.put("halves", initializer(tensor(10).bytes(5, new byte[SIZE])));
    files.put("raw bytes", initializer(tensor(9).bytes(9, new byte[SIZE])));
    files.put("inputs", graph(i -> part(11, value(name(i)))));
    files.put("inputs without name", graph(i -> part(11, EMPTY)));
    files.put("outputs in nested graphs", attributes(10, i -> part(11, part(12, name("a")))));
    files.put("axes", graph(i -> part(11, shaped(name(i), EMPTY))));
    files.put("symbols", graph(i -> part(11, shaped(name(i), new HandMade().text(2, "n")))));
    files.put("fixed sizes", graph(i -> part(11, shaped(name(i), new HandMade().varint(1, 1)))));
    files.put("names of equal hashes", graph(i -> part(11, value(colliding(i)))));
    files.put("groups", repeated(new HandMade(), i -> new HandMade().raw(123)).toArray());

    Map<String, Double> shares = new TreeMap<>();
    for (var file : files.entrySet()) {
      shares.put(file.getKey(), share(file.getKey(), file.getValue()));
    }
    System.out.println("bytes allocated for each byte read, in files of nothing but:");
    shares.forEach((what, share) -> System.out.printf("  %-34s %5.1f%n", what, share));
  }

  /** A file may announce anything. */
  @Test
  void whatIsOnlyAnnouncedTakesNoMemory() throws IOException {
    HandMade huge = new HandMade().varint(1, Integer.MAX_VALUE).varint(2, 1);
    share("a huge shape", HandMade.model(part(5, huge)).toArray());
    for (int field : new int[] {2, 7, 8, 14, 25, 99}) {
      HandMade length = new HandMade().varint(1, 8).raw(field << 3 | 2).raw(Integer.MAX_VALUE);
      share("a huge length of field " + field, length.toArray());
    }
    HandMade raw = new HandMade().varint(2, 1).raw(9 << 3 | 2).raw(Integer.MAX_VALUE);
    share("a huge length of elements", HandMade.model(part(5, raw)).toArray());
    HandMade packed = new HandMade().varint(2, 7).raw(7 << 3 | 2).raw(Integer.MAX_VALUE);
    share("a huge length of packed elements", HandMade.model(part(5, packed)).toArray());
  }

  /** The bytes allocated for each byte of a file, after a check that they keep to the bound. */
  private double share(String what, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("m.onnx"), bytes);
    Runnable reading =
        () -> {
          try {
            OnnxFile.read(file);
          } catch (InvalidDataException e) {
            assertThat(e).hasMessageStartingWith(file.toString());
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    // Once for the virtual machine to link the code.
    reading.run();
    long allocated = Allocation.of(reading);
    assertThat(allocated).as(what).isLessThanOrEqualTo(Allocation.bound(bytes.length));
    return (double) allocated / bytes.length;
  }

  private static HandMade part(int field, HandMade message) {
    return new HandMade().message(field, message);
  }

  /** A message with parts added up to the size. */
  private static HandMade repeated(HandMade message, IntFunction<HandMade> part) {
    int size = message.toArray().length;
    for (int i = 0; size < SIZE; i++) {
      byte[] bytes = part.apply(i).toArray();
      for (byte each : bytes) {
        message.little(each, 1);
      }
      size += bytes.length;
    }
    return message;
  }

  private static byte[] model(HandMade graph, IntFunction<HandMade> part) {
    return repeated(HandMade.model(graph), part).toArray();
  }

  private static byte[] graph(IntFunction<HandMade> part) {
    return HandMade.model(repeated(new HandMade(), part)).toArray();
  }

  private static byte[] initializer(HandMade tensor) {
    return HandMade.model(part(5, tensor.varint(1, count(tensor)))).toArray();
  }

  /** As many elements as there are bytes or pairs of them, which all such tensors here have. */
  private static long count(HandMade tensor) {
    return tensor.toArray().length > SIZE + 4 ? SIZE : (tensor.toArray().length - 2) / 2;
  }

  private static byte[] attributes(int type, IntFunction<HandMade> part) {
    return attributes(type, repeated(new HandMade(), part));
  }

  /** A file of one node with one attribute. */
  private static byte[] attributes(int type, HandMade content) {
    HandMade attribute = attribute("a", type);
    for (byte each : content.toArray()) {
      attribute.little(each, 1);
    }
    return HandMade.model(part(1, node().message(5, attribute))).toArray();
  }

  private static HandMade attribute(String name, int type) {
    return new HandMade().text(1, name).varint(20, type);
  }

  private static HandMade node() {
    return new HandMade().text(4, "A");
  }

  private static HandMade nested(HandMade innermost, int depth) {
    HandMade graph = innermost;
    HandMade node = node();
    for (int i = 1; i < depth; i++) {
      node = node().message(5, attribute("a", 5).message(6, graph));
      graph = part(1, node);
    }
    return node;
  }

  private static HandMade tensor() {
    return tensor(9).varint(1, 0);
  }

  private static HandMade tensor(int type) {
    return new HandMade().varint(2, type);
  }

  private static HandMade one(int type, String name) {
    return tensor(type).text(8, name);
  }

  private static HandMade axes(String name) {
    return tensor(9).bytes(1, new byte[64]).text(8, name);
  }

  private static HandMade name(String name) {
    return new HandMade().text(1, name);
  }

  private static HandMade value(String name) {
    return name(name).message(2, part(1, new HandMade().varint(1, 1)));
  }

  private static HandMade shaped(String name, HandMade axis) {
    HandMade shape = new HandMade();
    for (int i = 0; i < 64; i++) {
      shape.message(1, axis);
    }
    return name(name).message(2, part(1, new HandMade().varint(1, 1).message(2, shape)));
  }

  /** Distinct names, the shortest first. */
  private static String name(int i) {
    return i < 128 ? Character.toString(i) : Integer.toString(i, Character.MAX_RADIX);
  }

  /** Distinct names that String.hashCode does not tell apart. */
  private static String colliding(int i) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 16; bit++) {
      name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }
}
