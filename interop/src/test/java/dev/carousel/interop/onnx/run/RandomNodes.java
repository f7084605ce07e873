package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.TensorValue;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Nodes of each operator that can be computed, with random attributes and inputs. */
final class RandomNodes {
  private static final ElementType[] NUMBERS = {
    ElementType.FLOAT, ElementType.INT64, ElementType.INT32
  };

  private final Random random;
  private OneNode node;

  private RandomNodes(Random random) {
    this.random = random;
  }

  static OneNode of(KnownOperator operator, long seed) {
    RandomNodes nodes = new RandomNodes(new Random(seed));
    nodes.node = new OneNode(operator.text()).operatorSet(14 + nodes.random.nextInt(13));
    nodes.fill(operator);
    return nodes.node;
  }

  private void fill(KnownOperator operator) {
    switch (operator) {
      case EXP, RELU, SIGMOID, SOFTPLUS, SOFTSIGN, TANH, ELU, LEAKY_RELU, HARD_SIGMOID ->
          activation(operator);
      case LOG, SQRT -> node.input(positive(shape())).output(ElementType.FLOAT);
      case ABS, NEG -> same(number(), shape());
      case ADD, SUB, MUL -> twoOf(pick(NUMBERS), null);
      case DIV -> quotient();
      case MAX, MIN -> several();
      case POW -> power();
      case EQUAL ->
          twoOf(
              pick(ElementType.FLOAT, ElementType.INT64, ElementType.INT32, ElementType.BOOL),
              ElementType.BOOL);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> twoOf(pick(NUMBERS), ElementType.BOOL);
      case AND, OR -> twoOf(ElementType.BOOL, ElementType.BOOL);
      case NOT -> same(ElementType.BOOL, shape());
      case WHERE -> where();
      case IDENTITY -> same(any(), shape());
      case DROPOUT -> same(ElementType.FLOAT, shape());
      case SOFTMAX, LOG_SOFTMAX -> softmax();
      case REDUCE_MAX, REDUCE_MEAN, REDUCE_MIN, REDUCE_SUM -> reduction(operator);
      case ARG_MAX -> argMax();
      case MAT_MUL -> matMul();
      case GEMM -> gemm();
      case GATHER -> gather();
      case CONCAT -> concat();
      case SPLIT -> split();
      case SLICE -> slice();
      case TRANSPOSE -> transpose();
      case RESHAPE -> reshape();
      case SQUEEZE -> squeeze();
      case UNSQUEEZE -> unsqueeze();
      case FLATTEN -> flatten();
      case SHAPE -> shapeOf();
      case EXPAND -> expand();
      case CONSTANT -> constant();
      case CONSTANT_OF_SHAPE -> constantOfShape();
      case CAST -> cast();
      case RANGE -> range();
      default -> throw new IllegalArgumentException(operator + " has tests of its own");
    }
  }

  private void activation(KnownOperator operator) {
    node.input(floats(shape())).output(ElementType.FLOAT);
    if (operator == KnownOperator.ELU || operator == KnownOperator.LEAKY_RELU) {
      maybe(() -> node.attribute("alpha", random.nextFloat() * 2));
    } else if (operator == KnownOperator.HARD_SIGMOID) {
      maybe(() -> node.attribute("alpha", random.nextFloat()));
      maybe(() -> node.attribute("beta", random.nextFloat()));
    }
  }

  private void same(ElementType type, Shape shape) {
    node.input(value(type, shape)).output(type);
  }

  private void twoOf(ElementType type, ElementType result) {
    Shape shape = shape();
    put(value(type, part(shape)));
    put(value(type, part(shape)));
    node.output(result == null ? type : result);
  }

  private void quotient() {
    Shape shape = shape();
    ElementType type = number();
    put(value(type, part(shape)));
    Value by = value(type, part(shape));
    if (by instanceof Integers integers) {
      for (int i = 0; i < integers.elements().length; i++) {
        integers.elements()[i] = integers.elements()[i] == 0 ? 7 : integers.elements()[i];
      }
    } else {
      by = positive(by.shape());
    }
    put(by);
    node.output(type);
  }

  private void several() {
    Shape shape = shape();
    ElementType type = number();
    for (int i = random.nextInt(4); i >= 0; i--) {
      put(value(type, part(shape)));
    }
    node.output(type);
  }

  private void power() {
    Shape shape = shape();
    ElementType type = number();
    put(type == ElementType.FLOAT ? positive(part(shape)) : small(type, part(shape), -3, 4));
    put(
        type == ElementType.FLOAT && random.nextBoolean()
            ? floats(part(shape))
            : small(pick(ElementType.INT64, ElementType.INT32), part(shape), 0, 4));
    node.output(type);
  }

  private void where() {
    Shape shape = shape();
    ElementType type = pick(ElementType.FLOAT, ElementType.INT64, ElementType.INT32);
    put(value(ElementType.BOOL, part(shape)));
    put(value(type, part(shape)));
    put(value(type, part(shape)));
    node.output(type);
  }

  private void softmax() {
    Shape shape = shape(1, 4);
    node.input(floats(shape)).output(ElementType.FLOAT);
    maybe(() -> node.attribute("axis", axis(shape.rank())));
  }

  private void reduction(KnownOperator operator) {
    boolean sum = operator == KnownOperator.REDUCE_SUM;
    // Without elements ONNX Runtime does not reduce the shape.
    Shape shape = filled();
    ElementType type = operator == KnownOperator.REDUCE_MEAN ? ElementType.FLOAT : number();
    node.input(value(type, shape)).output(type);
    maybe(() -> node.attribute("keepdims", random.nextInt(2)));
    boolean asInput = sum || node.operatorSet() >= 18;
    if (asInput) {
      maybe(() -> node.attribute("noop_with_empty_axes", random.nextInt(2)));
    }
    if (random.nextInt(4) > 0) {
      long[] axes = axes(shape.rank());
      if (asInput) {
        put(OneNode.longs(axes));
      } else if (axes.length > 0) {
        node.attribute("axes", axes);
      }
    }
  }

  private void argMax() {
    // Without elements ONNX Runtime does not reduce the shape.
    Shape shape = filled(1, 4);
    node.input(value(number(), shape)).output(ElementType.INT64);
    node.attribute("axis", axis(shape.rank()));
    maybe(() -> node.attribute("keepdims", random.nextInt(2)));
    maybe(() -> node.attribute("select_last_index", random.nextInt(2)));
  }

  private void matMul() {
    // Without elements ONNX Runtime gives what was in memory, but for two matrices.
    boolean matrices = random.nextBoolean();
    Shape batch = matrices ? Shape.of() : filled(0, 2);
    int rows = matrices ? size() : 1 + random.nextInt(4);
    int inner = matrices ? size() : 1 + random.nextInt(4);
    int columns = matrices ? size() : 1 + random.nextInt(4);
    boolean row = !matrices && random.nextInt(4) == 0;
    boolean column = !matrices && random.nextInt(4) == 0;
    put(floats(row ? Shape.of(inner) : joined(part(batch), rows, inner)));
    put(
        floats(
            column
                ? Shape.of(inner)
                : joined(random.nextBoolean() ? Shape.of() : part(batch), inner, columns)));
    node.output(ElementType.FLOAT);
  }

  private void gemm() {
    // ONNX Runtime refuses matrices without elements.
    int rows = 1 + random.nextInt(4);
    int inner = 1 + random.nextInt(4);
    int columns = 1 + random.nextInt(4);
    boolean left = random.nextBoolean();
    boolean right = random.nextBoolean();
    put(floats(left ? Shape.of(inner, rows) : Shape.of(rows, inner)));
    put(floats(right ? Shape.of(columns, inner) : Shape.of(inner, columns)));
    maybe(() -> put(floats(part(Shape.of(rows, columns)))));
    if (left) {
      node.attribute("transA", 1);
    }
    if (right) {
      node.attribute("transB", 1);
    }
    maybe(() -> node.attribute("alpha", random.nextFloat()));
    maybe(() -> node.attribute("beta", random.nextFloat()));
    node.output(ElementType.FLOAT);
  }

  private void gather() {
    Shape shape = shape(1, 3);
    long axis = axis(shape.rank());
    int size = shape.size((int) (axis < 0 ? axis + shape.rank() : axis));
    ElementType type = any();
    put(value(type, shape));
    Shape indices = size == 0 ? Shape.of(0) : shape(0, 2);
    put(small(pick(ElementType.INT64, ElementType.INT32), indices, -size, Math.max(1, size)));
    node.attribute("axis", axis).output(type);
  }

  private void concat() {
    Shape shape = shape(1, 3);
    long axis = axis(shape.rank());
    ElementType type = any();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int[] sizes = shape.sizes();
      sizes[(int) (axis < 0 ? axis + sizes.length : axis)] = size();
      put(value(type, new Shape(sizes)));
    }
    node.attribute("axis", axis).output(type);
  }

  private void split() {
    int parts = 1 + random.nextInt(3);
    int[] sizes = shape(1, 3).sizes();
    long axis = axis(sizes.length);
    long[] each = random.longs(parts, 0, 4).toArray();
    boolean equal = random.nextBoolean();
    if (equal) {
      Arrays.fill(each, 1 + random.nextInt(3));
    }
    sizes[(int) (axis < 0 ? axis + sizes.length : axis)] = (int) Arrays.stream(each).sum();
    ElementType type = any();
    put(value(type, new Shape(sizes)));
    if (!equal || random.nextBoolean()) {
      put(OneNode.longs(each));
    } else if (node.operatorSet() >= 18) {
      node.attribute("num_outputs", parts);
    }
    node.attribute("axis", axis);
    for (int i = 0; i < parts; i++) {
      node.output(type);
    }
  }

  private void slice() {
    Shape shape = shape(1, 3);
    long[] axes = axes(shape.rank());
    ElementType type = any();
    node.input(value(type, shape)).output(type);
    long[] starts = Arrays.stream(axes).map(axis -> bound()).toArray();
    long[] ends = Arrays.stream(axes).map(axis -> bound()).toArray();
    long[] steps = Arrays.stream(axes).map(axis -> step()).toArray();
    boolean stepped = random.nextBoolean();
    for (int i = 0; stepped && i < axes.length; i++) {
      // With this end ONNX Runtime goes on to the beginning.
      ends[i] = steps[i] < 0 && ends[i] == Long.MAX_VALUE ? 0 : ends[i];
    }
    put(OneNode.longs(starts));
    put(OneNode.longs(ends));
    boolean leading = true;
    for (int i = 0; i < axes.length; i++) {
      leading &= axes[i] == i;
    }
    boolean listed = !leading || random.nextBoolean();
    if (listed) {
      put(OneNode.longs(axes));
    }
    if (stepped) {
      if (!listed) {
        node.without();
      }
      put(OneNode.longs(steps));
    }
  }

  private long bound() {
    return switch (random.nextInt(6)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Integer.MIN_VALUE;
      default -> random.nextInt(-6, 7);
    };
  }

  private long step() {
    return random.nextBoolean() ? 1 + random.nextInt(3) : -1 - random.nextInt(3);
  }

  private void transpose() {
    Shape shape = shape();
    ElementType type = any();
    node.input(value(type, shape)).output(type);
    maybe(
        () -> {
          List<Long> order =
              new ArrayList<>(IntStream.range(0, shape.rank()).asLongStream().boxed().toList());
          Collections.shuffle(order, random);
          if (!order.isEmpty()) {
            node.attribute("perm", order.stream().mapToLong(Long::longValue).toArray());
          }
        });
  }

  private void reshape() {
    Shape shape = shape();
    ElementType type = any();
    node.input(value(type, shape)).output(type);
    List<Integer> axes = new ArrayList<>(Arrays.stream(shape.sizes()).boxed().toList());
    boolean literal = random.nextBoolean();
    if (literal) {
      node.attribute("allowzero", 1);
      Collections.shuffle(axes, random);
    }
    if (random.nextBoolean()) {
      axes.add(random.nextInt(axes.size() + 1), 1);
    }
    long[] sizes = axes.stream().mapToLong(Integer::longValue).toArray();
    if (!literal && Arrays.stream(sizes).anyMatch(size -> size == 0)) {
      sizes = Arrays.stream(shape.sizes()).asLongStream().toArray();
    } else if (sizes.length > 0 && shape.elements() > 0 && random.nextBoolean()) {
      sizes[random.nextInt(sizes.length)] = -1;
    }
    put(OneNode.longs(sizes));
  }

  private void squeeze() {
    Shape shape = shape();
    ElementType type = any();
    node.input(value(type, shape)).output(type);
    maybe(
        () -> {
          long[] ones =
              Arrays.stream(axes(shape.rank()))
                  .filter(axis -> shape.size((int) (axis < 0 ? axis + shape.rank() : axis)) == 1)
                  .toArray();
          if (ones.length > 0) {
            put(OneNode.longs(ones));
          }
        });
  }

  private void unsqueeze() {
    Shape shape = shape(0, 3);
    ElementType type = any();
    node.input(value(type, shape)).output(type);
    int rank = shape.rank() + 1 + random.nextInt(2);
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(axes, random);
    put(
        OneNode.longs(
            axes.subList(0, rank - shape.rank()).stream()
                .mapToLong(axis -> random.nextBoolean() ? axis : axis - rank)
                .toArray()));
  }

  private void flatten() {
    Shape shape = shape(1, 4);
    ElementType type = any();
    node.input(value(type, shape)).output(type);
    maybe(() -> node.attribute("axis", random.nextInt(-shape.rank(), shape.rank() + 1)));
  }

  private void shapeOf() {
    node.input(value(any(), shape())).output(ElementType.INT64);
    if (node.operatorSet() >= 15) {
      maybe(() -> node.attribute("start", random.nextInt(-5, 6)));
      maybe(() -> node.attribute("end", random.nextInt(-5, 6)));
    }
  }

  private void expand() {
    Shape shape = shape();
    ElementType type = any();
    node.input(value(type, part(shape))).output(type);
    put(OneNode.longs(Arrays.stream(part(shape).sizes()).asLongStream().toArray()));
  }

  private void constant() {
    switch (random.nextInt(5)) {
      case 0 -> node.attribute("value_float", random.nextFloat()).output(ElementType.FLOAT);
      case 1 -> node.attribute("value_int", random.nextLong()).output(ElementType.INT64);
      case 2 ->
          node.attribute("value_ints", random.nextLong(), random.nextLong())
              .output(ElementType.INT64);
      case 3 ->
          node.attribute("value_floats", new OnnxAttribute.Floats(List.of(random.nextFloat(), -1f)))
              .output(ElementType.FLOAT);
      default -> {
        ElementType type = any();
        node.attribute("value", new TensorValue(OneNode.tensor("", value(type, shape()))))
            .output(type);
      }
    }
  }

  private void constantOfShape() {
    put(OneNode.longs(Arrays.stream(shape().sizes()).asLongStream().toArray()));
    if (random.nextBoolean()) {
      ElementType type = any();
      node.attribute("value", new TensorValue(OneNode.tensor("", value(type, Shape.of(1)))))
          .output(type);
    } else {
      node.output(ElementType.FLOAT);
    }
  }

  private void cast() {
    ElementType to = any();
    node.input(value(any(), shape())).attribute("to", to.number()).output(to);
  }

  private void range() {
    ElementType type = number();
    for (int i = 0; i < 3; i++) {
      long whole = i == 2 ? step() : random.nextInt(-8, 9);
      put(
          type == ElementType.FLOAT
              ? OneNode.floats(Shape.of(), whole * 0.75)
              : new Integers(type, Shape.of(), whole));
    }
    node.output(type);
  }

  private void put(Value value) {
    if (random.nextBoolean()) {
      node.input(value);
    } else {
      node.constant(value);
    }
  }

  private void maybe(Runnable some) {
    if (random.nextBoolean()) {
      some.run();
    }
  }

  @SafeVarargs
  private <T> T pick(T... some) {
    return some[random.nextInt(some.length)];
  }

  private ElementType number() {
    return pick(NUMBERS);
  }

  private ElementType any() {
    return pick(ElementType.FLOAT, ElementType.INT64, ElementType.INT32, ElementType.BOOL);
  }

  private int size() {
    int drawn = random.nextInt(12);
    return drawn == 0 ? 0 : drawn < 4 ? 1 : 2 + random.nextInt(3);
  }

  private Shape shape() {
    return shape(0, 4);
  }

  private Shape shape(int least, int most) {
    return new Shape(
        IntStream.range(0, random.nextInt(least, most + 1)).map(i -> size()).toArray());
  }

  private Shape filled() {
    return filled(0, 4);
  }

  private Shape filled(int least, int most) {
    return new Shape(
        IntStream.range(0, random.nextInt(least, most + 1))
            .map(i -> Math.max(1, size()))
            .toArray());
  }

  /** A shape that can be broadcast to another, perhaps together with a third. */
  private Shape part(Shape shape) {
    int first = random.nextInt(3) == 0 ? random.nextInt(shape.rank() + 1) : 0;
    return new Shape(
        IntStream.range(first, shape.rank())
            .map(axis -> random.nextInt(4) == 0 ? 1 : shape.size(axis))
            .toArray());
  }

  private static Shape joined(Shape batch, int rows, int columns) {
    return new Shape(
        IntStream.concat(IntStream.of(batch.sizes()), IntStream.of(rows, columns)).toArray());
  }

  private long axis(int rank) {
    return random.nextInt(-rank, rank);
  }

  private long[] axes(int rank) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(axes, random);
    return axes.subList(0, random.nextInt(rank + 1)).stream()
        .mapToLong(axis -> random.nextBoolean() ? axis : axis - rank)
        .toArray();
  }

  private Value value(ElementType type, Shape shape) {
    return switch (type) {
      case FLOAT -> floats(shape);
      case BOOL -> {
        boolean[] elements = new boolean[shape.elements()];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = random.nextBoolean();
        }
        yield new Truths(shape, elements);
      }
      default -> small(type, shape, -5, 6);
    };
  }

  /** Some numbers are equal, so that comparisons and maxima have ties. */
  private Floats floats(Shape shape) {
    float[] elements = new float[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          random.nextInt(4) == 0 ? random.nextInt(-2, 3) : (float) (3 * random.nextGaussian());
    }
    return new Floats(shape, elements);
  }

  private Floats positive(Shape shape) {
    Floats floats = floats(shape);
    for (int i = 0; i < floats.elements().length; i++) {
      floats.elements()[i] = Math.abs(floats.elements()[i]) + 0.01f;
    }
    return floats;
  }

  private Integers small(ElementType type, Shape shape, int from, int to) {
    return new Integers(type, shape, random.longs(shape.elements(), from, to).toArray());
  }
}
