package dev.carousel.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Memory that is used again: tensors taken from here are valid until {@link #release}, which a
 * training loop calls once a mini-batch, so that after the first batches nothing is allocated any
 * more. For one thread.
 */
public final class Workspace {
  // A tensor never takes memory more than this many times its size.
  private static final int SLACK = 2;

  private final Kernels kernels;
  private final TreeMap<Integer, Deque<Tensor>> free = new TreeMap<>();
  private final List<Tensor> taken = new ArrayList<>();
  private final Map<Long, Deque<PackedMatrix>> freePacked = new HashMap<>();
  private final List<PackedMatrix> takenPacked = new ArrayList<>();

  /**
   * An empty workspace.
   *
   * @param kernels what allocates its memory
   */
  public Workspace(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Whose tensors these are.
   *
   * @return the kernels
   */
  public Kernels kernels() {
    return kernels;
  }

  /**
   * A tensor with unspecified contents.
   *
   * @param shape its shape
   * @return the tensor, valid until {@link #release}
   */
  public Tensor allocate(Shape shape) {
    int elements = shape.elements();
    var fitting = free.ceilingEntry(elements);
    Tensor memory;
    if (fitting != null && fitting.getKey() / SLACK <= elements) {
      memory = fitting.getValue().pop();
      if (fitting.getValue().isEmpty()) {
        free.remove(fitting.getKey());
      }
    } else {
      memory = kernels.allocate(Shape.of(capacity(elements)));
    }
    taken.add(memory);
    return memory.beginning(shape);
  }

  /**
   * Rounds up, by at most a quarter, so that batches of slightly different lengths share memory.
   */
  private static int capacity(int elements) {
    int step = Math.max(1, Integer.highestOneBit(Math.max(1, elements)) / 4);
    long capacity = ((long) elements + step - 1) / step * step;
    return (int) Math.min(capacity, Integer.MAX_VALUE - 8);
  }

  /**
   * Memory for a packed matrix, with unspecified contents.
   *
   * @param rows its rows
   * @param columns its columns
   * @return the packed matrix, valid until {@link #release}
   */
  public PackedMatrix allocatePacked(int rows, int columns) {
    Deque<PackedMatrix> fitting = freePacked.get(key(rows, columns));
    PackedMatrix packed =
        fitting == null || fitting.isEmpty()
            ? kernels.allocatePacked(rows, columns)
            : fitting.pop();
    takenPacked.add(packed);
    return packed;
  }

  private static long key(int rows, int columns) {
    return (long) rows << 32 | columns;
  }

  /** Takes everything back. What was taken before must not be used any more. */
  public void release() {
    for (Tensor tensor : taken) {
      free.computeIfAbsent(tensor.shape().elements(), size -> new ArrayDeque<>()).push(tensor);
    }
    taken.clear();
    for (PackedMatrix packed : takenPacked) {
      freePacked
          .computeIfAbsent(key(packed.rows(), packed.columns()), size -> new ArrayDeque<>())
          .push(packed);
    }
    takenPacked.clear();
  }
}
