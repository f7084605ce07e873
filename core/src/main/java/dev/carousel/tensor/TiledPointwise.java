package dev.carousel.tensor;

import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Literal;
import dev.carousel.tensor.PointwiseProgram.RowMean;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Scalar;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Source;
import dev.carousel.tensor.PointwiseProgram.Step;
import dev.carousel.tensor.PointwiseProgram.Vector;
import java.util.Arrays;

/**
 * Runs a pointwise program step by step over tiles of whole rows that stay in the cache, in plain
 * Java.
 */
public final class TiledPointwise implements Pointwise {
  private static final int TILE_ELEMENTS = 1024;

  private final Source[] sources;
  private final Step[] steps;
  private final Sink[] sinks;
  private final ElementLoops loops;
  // One buffer of a tile a value, for each thread that runs this program.
  private final ThreadLocal<float[][]> scratch;

  /**
   * Makes a program ready.
   *
   * @param program the program
   * @param loops compute its steps
   */
  public TiledPointwise(PointwiseProgram program, ElementLoops loops) {
    this.loops = loops;
    sources = program.sources().toArray(Source[]::new);
    steps = program.steps().toArray(Step[]::new);
    sinks = program.sinks().toArray(Sink[]::new);
    int values = sources.length + steps.length;
    scratch = ThreadLocal.withInitial(() -> new float[values][0]);
  }

  @Override
  public void run(Tensor[] tensors, int[] firstRows, float[] scalars, int rows, int width) {
    int tileRows = Math.max(1, TILE_ELEMENTS / Math.max(1, width));
    float[][] values = scratch.get();
    int room = ElementLoops.ROOM;
    int capacity = (tileRows * width + room - 1) / room * room;
    for (int value = 0; value < values.length; value++) {
      if (values[value].length < capacity) {
        values[value] = new float[capacity];
      }
    }
    for (int row = 0; row < rows; row += tileRows) {
      int count = Math.min(tileRows, rows - row);
      for (int i = 0; i < sources.length; i++) {
        load(sources[i], tensors, firstRows, scalars, row, count, width, values[i]);
      }
      for (int i = 0; i < steps.length; i++) {
        compute(steps[i], values, values[sources.length + i], count, width);
      }
      for (Sink sink : sinks) {
        save(sink, tensors, firstRows, row, count, width, values[sink.value()]);
      }
    }
  }

  private static void load(
      Source source,
      Tensor[] tensors,
      int[] firstRows,
      float[] scalars,
      int row,
      int count,
      int width,
      float[] into) {
    if (source instanceof Rows block) {
      Tensor tensor = tensors[block.tensor()];
      float[] from = ArrayStorage.of(tensor);
      int stride = tensor.columns();
      int start = (firstRows[block.tensor()] + row) * stride + block.column();
      for (int r = 0; r < count; r++) {
        System.arraycopy(from, start + r * stride, into, r * width, width);
      }
    } else if (source instanceof Vector vector) {
      Tensor tensor = tensors[vector.tensor()];
      float[] from = ArrayStorage.of(tensor);
      int start = firstRows[vector.tensor()] * tensor.columns() + vector.column();
      for (int r = 0; r < count; r++) {
        System.arraycopy(from, start, into, r * width, width);
      }
    } else {
      float value =
          source instanceof Scalar scalar ? scalars[scalar.index()] : ((Literal) source).value();
      Arrays.fill(into, 0, count * width, value);
    }
  }

  private void compute(Step step, float[][] values, float[] result, int count, int width) {
    int n = count * width;
    if (step instanceof Apply apply) {
      loops.apply(apply.operator(), values[apply.argument()], 0, result, 0, n);
    } else if (step instanceof Combine combine) {
      loops.combine(
          combine.operator(), values[combine.left()], 0, values[combine.right()], 0, result, 0, n);
    } else {
      float[] argument = values[((RowMean) step).argument()];
      for (int r = 0; r < count; r++) {
        float sum = 0;
        for (int j = 0; j < width; j++) {
          sum += argument[r * width + j];
        }
        Arrays.fill(result, r * width, (r + 1) * width, sum / width);
      }
    }
  }

  private static void save(
      Sink sink, Tensor[] tensors, int[] firstRows, int row, int count, int width, float[] value) {
    Tensor tensor = tensors[sink.tensor()];
    float[] to = ArrayStorage.of(tensor);
    int stride = tensor.columns();
    int start = (firstRows[sink.tensor()] + row) * stride + sink.column();
    switch (sink.mode()) {
      case STORE -> {
        for (int r = 0; r < count; r++) {
          System.arraycopy(value, r * width, to, start + r * stride, width);
        }
      }
      case ADD -> {
        for (int r = 0; r < count; r++) {
          for (int j = 0; j < width; j++) {
            to[start + r * stride + j] += value[r * width + j];
          }
        }
      }
      case ADD_OVER_ROWS -> {
        int vector = firstRows[sink.tensor()] * stride + sink.column();
        for (int r = 0; r < count; r++) {
          for (int j = 0; j < width; j++) {
            to[vector + j] += value[r * width + j];
          }
        }
      }
    }
  }
}
