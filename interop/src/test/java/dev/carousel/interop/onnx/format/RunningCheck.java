package dev.carousel.interop.onnx.format;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.run.OnnxLimits;
import dev.carousel.interop.onnx.run.OnnxProgram;
import dev.carousel.interop.onnx.run.Value;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Loads and runs models, whatever they are, and checks that what that takes is bounded. */
final class RunningCheck {
  private static final OnnxLimits LIMITS = new OnnxLimits(1 << 20, 10_000_000);

  /**
   * What loading and running may allocate together, what is free again included. Work of 10,000,000
   * is a million elements or a thousand nodes, twice. Beside the limits there are objects, most of
   * them for the plans of recurrent cells.
   */
  private static final long MOST_ALLOCATED = 32 << 20;

  private static final int MOST_ELEMENTS = 1000;

  private final Random random;
  private final Kernels kernels = new EjmlKernels();
  private int loaded;
  private int run;

  RunningCheck(long seed) {
    random = new Random(seed);
  }

  int loaded() {
    return loaded;
  }

  int run() {
    return run;
  }

  /** Loads a model, runs it if that is possible, and refuses any end but results or a message. */
  void check(OnnxModel model, int fileSize) {
    long allocated = Allocation.of(() -> loadAndRun(model));
    if (allocated > MOST_ALLOCATED + Allocation.bound(fileSize)) {
      throw new AssertionError(
          "%d bytes allocated to load and run a file of %d".formatted(allocated, fileSize));
    }
  }

  private void loadAndRun(OnnxModel model) {
    try {
      OnnxProgram program = OnnxProgram.of(model, kernels, LIMITS);
      loaded++;
      Map<String, Value> inputs = new LinkedHashMap<>();
      for (OnnxValue input : program.inputs()) {
        if (!program.isOptional(input.name()) || random.nextBoolean()) {
          inputs.put(input.name(), value(input.type().orElseThrow()));
        }
      }
      program.run(inputs);
      run++;
    } catch (InvalidDataException e) {
      DamagedFilesTest.requireMessage(e.getMessage());
    }
  }

  private Value value(OnnxValue.Type type) {
    List<Dimension> axes = type.shape().orElse(List.of());
    int[] sizes = new int[axes.size()];
    long elements = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      long size = axes.get(axis) instanceof Dimension.Fixed fixed ? fixed.size() : 2;
      sizes[axis] = (int) Math.min(size, MOST_ELEMENTS / elements);
      elements = Math.max(1, elements * sizes[axis]);
    }
    Shape shape = new Shape(sizes);
    int count = shape.elements();
    return switch (type.elements()) {
      case FLOAT -> {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
          floats[i] = (float) random.nextGaussian();
        }
        yield new Floats(shape, floats);
      }
      case BOOL -> new Truths(shape, new boolean[count]);
      default -> new Integers(type.elements(), shape, random.longs(count, 1, 3).toArray());
    };
  }
}
