package dev.carousel.interop.onnx.format;

import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Arbitrary models that follow the standard's rules on names, and mean nothing. */
final class Samples {
  private static final String[] LETTERS = {"a", "Z", "_", "/", "é", "字", "🎠", " ", "'", "\u0000"};

  private final RandomGenerator random;
  private final int largest;
  private int names;

  private Samples(RandomGenerator random, int largest) {
    this.random = random;
    this.largest = largest;
  }

  /**
   * A model.
   *
   * @param largest how many parts of a kind there are at most
   */
  static OnnxModel model(RandomGenerator random, int largest) {
    return new Samples(random, largest).model();
  }

  private OnnxModel model() {
    Map<String, Long> operatorSets = new LinkedHashMap<>();
    operatorSets.put("", random.nextLong(14, 27));
    operatorSets.put("com.example", random.nextLong());
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      metadata.put(name(), text());
    }
    return new OnnxModel(
        random.nextInt(3, 14), operatorSets, text(), text(), graph(List.of(), 1), metadata, text());
  }

  private OnnxGraph graph(List<String> around, int depth) {
    List<String> visible = new ArrayList<>(around);
    List<OnnxTensor> initializers = new ArrayList<>();
    List<OnnxValue> inputs = new ArrayList<>();
    for (int i = random.nextInt(largest); i > 0; i--) {
      OnnxTensor tensor = tensor(name());
      initializers.add(tensor);
      visible.add(tensor.name());
      if (random.nextInt(4) == 0) {
        inputs.add(value(tensor.name(), depth));
      }
    }
    for (int i = random.nextInt(largest); i > 0; i--) {
      OnnxValue input = value(name(), depth);
      inputs.add(input);
      visible.add(input.name());
    }
    List<OnnxNode> nodes = new ArrayList<>();
    for (int i = random.nextInt(largest + 1); i > 0; i--) {
      OnnxNode node = node(visible, depth);
      nodes.add(node);
      node.outputs().stream().filter(output -> !output.isEmpty()).forEach(visible::add);
    }
    List<OnnxValue> outputs = new ArrayList<>();
    for (String name : visible) {
      if (random.nextInt(3) == 0) {
        outputs.add(value(name, depth));
      }
    }
    return new OnnxGraph(text(), nodes, inputs, outputs, initializers);
  }

  private OnnxNode node(List<String> visible, int depth) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(largest); i > 0; i--) {
      boolean omitted = visible.isEmpty() || random.nextInt(5) == 0;
      inputs.add(omitted ? "" : visible.get(random.nextInt(visible.size())));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      outputs.add(random.nextInt(5) == 0 ? "" : name());
    }
    for (int i = random.nextInt(largest); i > 0; i--) {
      attributes.put(name(), attribute(visible, depth));
    }
    String domain = random.nextInt(4) == 0 ? "com.example" : "";
    return new OnnxNode(name(), domain, text(), inputs, outputs, attributes, text());
  }

  private OnnxAttribute attribute(List<String> visible, int depth) {
    int kinds = depth < 3 ? 10 : 8;
    return switch (random.nextInt(kinds)) {
      case 0 -> new OnnxAttribute.FloatValue(Float.intBitsToFloat(random.nextInt()));
      case 1 -> new OnnxAttribute.IntValue(whole());
      case 2 -> new OnnxAttribute.StringValue(text());
      case 3 -> new OnnxAttribute.TensorValue(tensor(text()));
      case 4 -> new OnnxAttribute.Floats(list(random::nextFloat));
      case 5 -> new OnnxAttribute.Ints(list(this::whole));
      case 6 -> new OnnxAttribute.Strings(list(this::text));
      case 7 -> new OnnxAttribute.Tensors(list(() -> tensor(text())));
      case 8 -> new OnnxAttribute.GraphValue(graph(visible, depth + 1));
      default -> new OnnxAttribute.Graphs(list(() -> graph(visible, depth + 1)));
    };
  }

  private <T> List<T> list(Supplier<T> item) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(largest); i > 0; i--) {
      list.add(item.get());
    }
    return list;
  }

  private OnnxTensor tensor(String name) {
    ElementType type = ElementType.values()[random.nextInt(ElementType.values().length)];
    int[] sizes = random.ints(random.nextInt(4), 0, 4).toArray();
    Shape shape = Shape.of(sizes);
    byte[] bytes = new byte[shape.elements() * type.bytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(type == ElementType.BOOL ? 2 : 256);
    }
    return new OnnxTensor(name, type, shape, bytes);
  }

  private OnnxValue value(String name, int depth) {
    if (depth > 1 && random.nextInt(3) == 0) {
      return new OnnxValue(name, Optional.empty(), text());
    }
    ElementType type = ElementType.values()[random.nextInt(ElementType.values().length)];
    Optional<List<Dimension>> shape =
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(list(this::dimension));
    return new OnnxValue(name, Optional.of(new OnnxValue.Type(type, shape)), text());
  }

  private Dimension dimension() {
    return switch (random.nextInt(3)) {
      case 0 -> new Dimension.Fixed(whole() & Long.MAX_VALUE);
      case 1 -> new Dimension.Symbol(name());
      default -> Dimension.UNKNOWN;
    };
  }

  /** A number of any magnitude. */
  private long whole() {
    return random.nextLong() >> random.nextInt(64);
  }

  /** A text that no other name equals. */
  private String name() {
    return text() + names++;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }
}
