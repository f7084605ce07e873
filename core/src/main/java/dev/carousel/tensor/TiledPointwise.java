package dev.carousel.tensor;

import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Literal;
import dev.carousel.tensor.PointwiseProgram.RowMean;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Scalar;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Sink.Mode;
import dev.carousel.tensor.PointwiseProgram.Source;
import dev.carousel.tensor.PointwiseProgram.Step;
import dev.carousel.tensor.PointwiseProgram.Vector;
import java.util.Arrays;
import java.util.Optional;

/**
 * Runs a pointwise program over tiles that stay in the cache: step by step, or all steps as one
 * loop.
 *
 * <p>Arguments are read from the tensors themselves and results are written there, wherever the
 * elements of a tile lie beside each other; only the others go through scratch memory.
 */
public final class TiledPointwise implements Pointwise {
  private static final int TILE_ELEMENTS = 1024;
  private static final int NONE = -1;

  private final Source[] sources;
  private final Step[] steps;
  private final Sink[] sinks;
  private final ElementLoops loops;
  private final Optional<FusedLoop> fused;
  private final Workers workers;
  private final Slots slots;
  private final boolean byRows;
  private final boolean sumsRows;
  // For each value the sink that its step may write to, or none.
  private final int[] sinkOf;
  // For each source whether steps must work on a copy, because a sink takes it as it is and
  // another one replaces it.
  private final boolean[] copied;
  private final ThreadLocal<Tile> scratch;

  /**
   * Makes a program ready to run step by step.
   *
   * @param program the program
   * @param loops compute its steps
   * @param workers share the work on many rows
   */
  public TiledPointwise(PointwiseProgram program, ElementLoops loops, Workers workers) {
    this(program, loops, Optional.empty(), workers);
  }

  /**
   * Makes a program ready to run as one loop.
   *
   * @param program the program
   * @param loops add up
   * @param fused computes all steps
   * @param workers share the work on many rows
   */
  public TiledPointwise(
      PointwiseProgram program, ElementLoops loops, FusedLoop fused, Workers workers) {
    this(program, loops, Optional.of(fused), workers);
  }

  private TiledPointwise(
      PointwiseProgram program, ElementLoops loops, Optional<FusedLoop> fused, Workers workers) {
    this.loops = loops;
    this.fused = fused;
    this.workers = workers;
    sources = program.sources().toArray(Source[]::new);
    steps = program.steps().toArray(Step[]::new);
    sinks = program.sinks().toArray(Sink[]::new);
    slots = Slots.of(program);
    sumsRows = program.sinks().stream().anyMatch(sink -> sink.mode() == Mode.ADD_OVER_ROWS);
    byRows =
        sumsRows
            || program.sources().stream().anyMatch(Vector.class::isInstance)
            || program.steps().stream().anyMatch(RowMean.class::isInstance);
    sinkOf = new int[sources.length + steps.length];
    Arrays.fill(sinkOf, NONE);
    for (int s = sinks.length - 1; s >= 0; s--) {
      if (sinks[s].mode() == Mode.STORE && sinks[s].value() >= sources.length) {
        int step = sinks[s].value() - sources.length;
        if (slots.lastRead(sinks[s].tensor()) <= step) {
          sinkOf[sinks[s].value()] = s;
        }
      }
    }
    copied = new boolean[sources.length];
    for (Sink sink : sinks) {
      if (sink.value() < sources.length && sources[sink.value()] instanceof Rows rows) {
        copied[sink.value()] =
            fused.isEmpty()
                && program.sinks().stream().anyMatch(other -> other.tensor() == rows.tensor());
      }
    }
    scratch =
        ThreadLocal.withInitial(
            () -> new Tile(sources.length + sinks.length + steps.length, slots.count()));
  }

  /**
   * What one thread works with: where each source, each sink and each step's result of the present
   * tile is, in this order.
   */
  private static final class Tile {
    final float[][] arrays;
    final int[] starts;
    final float[][] memory;
    Tensor[] tensors;
    int[] firstRows;
    int width;
    // The present tile: its first element and row, and how many elements and rows it has.
    int first;
    int row;
    int elements;
    int rows;

    Tile(int places, int slots) {
      arrays = new float[places][];
      starts = new int[places];
      memory = new float[slots][0];
    }

    void reserve(int capacity) {
      int room = (capacity + ElementLoops.ROOM - 1) / ElementLoops.ROOM * ElementLoops.ROOM;
      for (int slot = 0; slot < memory.length; slot++) {
        if (memory[slot].length < room) {
          memory[slot] = new float[room];
        }
      }
    }

    /** Puts something into scratch memory. */
    float[] own(int place, int slot) {
      arrays[place] = memory[slot];
      starts[place] = 0;
      return memory[slot];
    }

    /** Leaves something where it is in a whole tensor. */
    void inTensor(int place, int tensor) {
      arrays[place] = ArrayStorage.of(tensors[tensor]);
      starts[place] = start(tensor);
    }

    /** Whether a block of columns of a tensor is all of it. */
    boolean isWhole(int tensor, int column) {
      return column == 0 && tensors[tensor].columns() == width;
    }

    /** Whether loops may work on tensors: they round the number of elements up. */
    boolean isRound() {
      return elements % ElementLoops.ROOM == 0;
    }

    /** Where the tile begins in a whole tensor. */
    int start(int tensor) {
      return firstRows[tensor] * width + first;
    }
  }

  @Override
  public void run(Tensor[] tensors, int[] firstRows, float[] scalars, int rows, int width) {
    if (sumsRows || workers.threads() == 1 || (long) rows * width < Workers.WORTH_SHARING) {
      run(tensors, firstRows, scalars, 0, rows, width);
    } else {
      workers.overRanges(rows, 1, (from, to) -> run(tensors, firstRows, scalars, from, to, width));
    }
  }

  private void run(
      Tensor[] tensors, int[] firstRows, float[] scalars, int from, int to, int width) {
    Tile tile = scratch.get();
    tile.tensors = tensors;
    tile.firstRows = firstRows;
    tile.width = width;
    int end = to * width;
    int size = byRows || !allWhole(tile) ? wholeRows(width) : TILE_ELEMENTS;
    int largest = Math.min(size, end - from * width);
    tile.reserve(largest);
    repeat(tile, scalars, largest);
    for (tile.first = from * width; tile.first < end; tile.first += tile.elements) {
      tile.elements = Math.min(size, end - tile.first);
      if (size == TILE_ELEMENTS && tile.elements > ElementLoops.ROOM) {
        // What is left over is a small tile of its own, so that the others are round.
        tile.elements -= tile.elements % ElementLoops.ROOM;
      }
      tile.row = tile.first / width;
      tile.rows = tile.elements / width;
      for (int i = 0; i < sources.length; i++) {
        if (sources[i] instanceof Rows block) {
          load(block, i, tile);
        }
      }
      if (fused.isPresent()) {
        computeAtOnce(fused.get(), scalars, tile);
      } else {
        computeStepByStep(tile);
      }
    }
    tile.tensors = null;
  }

  /** The size of tiles of whole rows, round if there is such a size. */
  private static int wholeRows(int width) {
    int rows = Math.max(1, TILE_ELEMENTS / Math.max(1, width));
    for (int more = rows; more <= 2 * rows; more++) {
      if (more * width % ElementLoops.ROOM == 0) {
        return more * width;
      }
    }
    return rows * width;
  }

  private boolean allWhole(Tile tile) {
    for (Source source : sources) {
      if (source instanceof Rows block && !tile.isWhole(block.tensor(), block.column())) {
        return false;
      }
    }
    for (Sink sink : sinks) {
      if (!tile.isWhole(sink.tensor(), sink.column())) {
        return false;
      }
    }
    return true;
  }

  /** Fills in the sources that are the same for every tile. */
  private void repeat(Tile tile, float[] scalars, int elements) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] instanceof Vector vector) {
        float[] into = tile.own(i, slots.of(i));
        Tensor tensor = tile.tensors[vector.tensor()];
        int start = tile.firstRows[vector.tensor()] * tensor.columns() + vector.column();
        for (int at = 0; at < elements; at += tile.width) {
          System.arraycopy(ArrayStorage.of(tensor), start, into, at, tile.width);
        }
      } else if (fused.isEmpty() && !(sources[i] instanceof Rows)) {
        float[] into = tile.own(i, slots.of(i));
        float value =
            sources[i] instanceof Scalar scalar
                ? scalars[scalar.index()]
                : ((Literal) sources[i]).value();
        Arrays.fill(into, 0, elements, value);
      }
    }
  }

  private void load(Rows block, int value, Tile tile) {
    Tensor tensor = tile.tensors[block.tensor()];
    float[] from = ArrayStorage.of(tensor);
    boolean whole = tile.isWhole(block.tensor(), block.column());
    if (whole && tile.isRound() && !copied[value]) {
      tile.inTensor(value, block.tensor());
      return;
    }
    float[] into = tile.own(value, slots.of(value));
    if (whole) {
      System.arraycopy(from, tile.start(block.tensor()), into, 0, tile.elements);
      return;
    }
    int stride = tensor.columns();
    int start = (tile.firstRows[block.tensor()] + tile.row) * stride + block.column();
    for (int r = 0; r < tile.rows; r++) {
      System.arraycopy(from, start + r * stride, into, r * tile.width, tile.width);
    }
  }

  private int placeOfSink(int sink) {
    return sources.length + sink;
  }

  private int placeOf(int value) {
    return value < sources.length ? value : sinks.length + value;
  }

  private boolean maySaveInTensor(int sink, Tile tile) {
    return sinks[sink].mode() == Mode.STORE
        && tile.isRound()
        && tile.isWhole(sinks[sink].tensor(), sinks[sink].column());
  }

  /**
   * A loop reads everything before it writes anything, so it may write to tensors that it reads.
   */
  private void computeAtOnce(FusedLoop loop, float[] scalars, Tile tile) {
    for (int s = 0; s < sinks.length; s++) {
      if (maySaveInTensor(s, tile)) {
        tile.inTensor(placeOfSink(s), sinks[s].tensor());
      } else {
        tile.own(placeOfSink(s), slots.of(sinks[s].value()));
      }
    }
    loop.run(tile.arrays, tile.starts, scalars, tile.elements);
    for (int s = 0; s < sinks.length; s++) {
      if (!maySaveInTensor(s, tile)) {
        save(sinks[s], placeOfSink(s), tile);
      }
    }
  }

  private void computeStepByStep(Tile tile) {
    for (int i = 0; i < steps.length; i++) {
      int value = sources.length + i;
      if (goesToTensor(value, tile)) {
        tile.inTensor(placeOf(value), sinks[sinkOf[value]].tensor());
      } else {
        tile.own(placeOf(value), slots.of(value));
      }
      compute(steps[i], placeOf(value), tile);
    }
    for (int s = 0; s < sinks.length; s++) {
      int value = sinks[s].value();
      if (sinkOf[value] != s || !goesToTensor(value, tile)) {
        save(sinks[s], placeOf(value), tile);
      }
    }
  }

  private boolean goesToTensor(int value, Tile tile) {
    return sinkOf[value] != NONE && maySaveInTensor(sinkOf[value], tile);
  }

  private void compute(Step step, int place, Tile tile) {
    float[][] arrays = tile.arrays;
    int[] starts = tile.starts;
    float[] result = arrays[place];
    int start = starts[place];
    if (step instanceof Apply apply) {
      int a = placeOf(apply.argument());
      loops.apply(apply.operator(), arrays[a], starts[a], result, start, tile.elements);
    } else if (step instanceof Combine combine) {
      int a = placeOf(combine.left());
      int b = placeOf(combine.right());
      loops.combine(
          combine.operator(),
          arrays[a],
          starts[a],
          arrays[b],
          starts[b],
          result,
          start,
          tile.elements);
    } else {
      int a = placeOf(((RowMean) step).argument());
      rowMeans(arrays[a], starts[a], result, start, tile);
    }
  }

  private static void rowMeans(float[] a, int aStart, float[] result, int start, Tile tile) {
    int width = tile.width;
    for (int r = 0; r < tile.rows; r++) {
      float sum = 0;
      for (int j = 0; j < width; j++) {
        sum += a[aStart + r * width + j];
      }
      Arrays.fill(result, start + r * width, start + (r + 1) * width, sum / width);
    }
  }

  private void save(Sink sink, int place, Tile tile) {
    Tensor tensor = tile.tensors[sink.tensor()];
    float[] to = ArrayStorage.of(tensor);
    float[] value = tile.arrays[place];
    int from = tile.starts[place];
    int width = tile.width;
    int stride = tensor.columns();
    int over = tile.firstRows[sink.tensor()] * stride + sink.column();
    if (sink.mode() == Mode.ADD_OVER_ROWS) {
      loops.addRows(value, from, width, tile.rows, to, over, width);
      return;
    }
    if (tile.isWhole(sink.tensor(), sink.column())) {
      int start = tile.start(sink.tensor());
      if (sink.mode() == Mode.STORE) {
        System.arraycopy(value, from, to, start, tile.elements);
      } else {
        loops.add(value, from, to, start, tile.elements);
      }
      return;
    }
    for (int r = 0; r < tile.rows; r++) {
      int start = over + (tile.row + r) * stride;
      if (sink.mode() == Mode.STORE) {
        System.arraycopy(value, from + r * width, to, start, width);
      } else {
        loops.add(value, from + r * width, to, start, width);
      }
    }
  }
}
