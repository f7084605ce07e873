package dev.carousel.tensor;

/**
 * The arithmetic on tensors, in 32-bit floats. Everything in Carousel that computes with tensors
 * goes through here, so another implementation speeds up everything.
 *
 * <p>A tensor is seen as a matrix [rows, columns] whose rows run along its last axis. Unless said
 * otherwise, targets must not share storage with sources. Implementations give the same bits for
 * any number of threads and any split of rows: sums run in an order that depends on neither. All
 * methods may be called by several threads at once on disjoint targets.
 */
public interface Kernels {
  /**
   * The name by which they are chosen, such as "ejml".
   *
   * @return the name
   */
  String name();

  /**
   * A new tensor with unspecified contents. Whoever allocates must write before reading.
   *
   * @param shape its shape
   * @return the tensor
   */
  Tensor allocate(Shape shape);

  /**
   * Sets every element.
   *
   * @param tensor written
   * @param value the value
   */
  void fill(Tensor tensor, float value);

  /**
   * Copies numbers in.
   *
   * @param tensor written
   * @param values its elements in row-major order; not kept
   * @throws ShapeException if the lengths differ
   */
  void write(Tensor tensor, float[] values);

  /**
   * Copies numbers out.
   *
   * @param tensor read
   * @param into receives the elements in row-major order
   * @throws ShapeException if the lengths differ
   */
  void read(Tensor tensor, float[] into);

  /**
   * Packs a matrix for use as a right-hand side.
   *
   * @param matrix [rows, columns]
   * @param transposed whether the products are with its transpose
   * @return the packed matrix, [rows, columns] or, transposed, [columns, rows]
   */
  PackedMatrix pack(Tensor matrix, boolean transposed);

  /**
   * C = A B, or C += A B, for blocks of A and C.
   *
   * @param a the tensor that holds A
   * @param aRow A's first row
   * @param aColumn A's first column; A is as wide as B has rows
   * @param b the right-hand side
   * @param c the tensor that holds C, written
   * @param cRow C's first row
   * @param cColumn C's first column; C is as wide as B
   * @param rows the number of rows of A and C
   * @param accumulate whether to add to what C holds
   */
  void product(
      Tensor a,
      int aRow,
      int aColumn,
      PackedMatrix b,
      Tensor c,
      int cRow,
      int cColumn,
      int rows,
      boolean accumulate);

  /**
   * C += Aᵀ B summed over a range of rows: the gradient of a weight matrix.
   *
   * @param a the tensor that holds A; its block is as wide as C has rows
   * @param aRow A's first row
   * @param aColumn A's first column
   * @param b the tensor that holds B; its block is as wide as C
   * @param bRow B's first row
   * @param bColumn B's first column
   * @param rows the number of rows to sum over
   * @param c [width of A, width of B], added to
   */
  void addProductOverRows(
      Tensor a, int aRow, int aColumn, Tensor b, int bRow, int bColumn, int rows, Tensor c);

  /**
   * Makes a pointwise program ready to run. Costs more than a run, so callers keep the result.
   *
   * @param program the program
   * @return the program, runnable
   */
  Pointwise compile(PointwiseProgram program);

  /**
   * Copies a block of columns of whole rows, or adds it.
   *
   * @param source read
   * @param sourceRow its first row
   * @param sourceColumn its first column
   * @param target written
   * @param targetRow its first row
   * @param targetColumn its first column
   * @param rows how many rows
   * @param columns how many columns
   * @param accumulate whether to add to what the target holds
   */
  void copy(
      Tensor source,
      int sourceRow,
      int sourceColumn,
      Tensor target,
      int targetRow,
      int targetColumn,
      int rows,
      int columns,
      boolean accumulate);

  /**
   * Row i of the target becomes row {@code index[i]} of the source, or zeros where that is -1.
   *
   * @param source [any, columns]
   * @param index one source row a target row
   * @param target [index.length, columns], written
   */
  void gatherRows(Tensor source, int[] index, Tensor target);

  /**
   * Row i of the source is added to row {@code index[i]} of the target, or dropped where that is
   * -1. Several rows may go to one; they are added in order.
   *
   * @param source [index.length, columns]
   * @param index one target row a source row
   * @param target [any, columns], added to
   */
  void scatterAddRows(Tensor source, int[] index, Tensor target);

  /**
   * The sum of all elements, added up in double.
   *
   * @param tensor read
   * @return the sum
   */
  double sum(Tensor tensor);

  /**
   * The sum of the squares of all elements, added up in double.
   *
   * @param tensor read
   * @return the sum of squares; NaN or infinite if an element is
   */
  double sumOfSquares(Tensor tensor);

  /**
   * Softmax cross-entropy and its gradient, row by row.
   *
   * @param logits [rows, classes]
   * @param targets the right class of each row, or -1 for rows that do not count
   * @param gradient [rows, classes], written: softmax(logits) - onehot(target), zeros for rows that
   *     do not count
   * @return the sum over rows that count of -log softmax(logits)[target], in nats
   * @throws IllegalArgumentException if a target is outside the classes
   */
  double softmaxCrossEntropy(Tensor logits, int[] targets, Tensor gradient);

  /**
   * Fills a tensor with the mask of inverted dropout: 1 / (1 - rate) with probability 1 - rate,
   * else 0. Element i depends on the seed and i alone: it is dropped where the upper 24 bits of
   * {@code RandomStream.mix(seed + i * 0x9E3779B97F4A7C15L)}, as a fraction of 2^24, are below the
   * rate.
   *
   * @param mask written
   * @param rate the probability of 0, at least 0 and below 1
   * @param seed which mask
   */
  void dropoutMask(Tensor mask, double rate, long seed);

  /**
   * Does work on rows 0 to {@code rows}, possibly as several ranges at once on the process's
   * threads. Returns when all is done.
   *
   * @param rows how many rows
   * @param work the work on a range
   */
  void overRows(int rows, RowRange work);

  /**
   * A new tensor of zeros.
   *
   * @param sizes its sizes
   * @return the tensor
   */
  default Tensor zeros(int... sizes) {
    Tensor tensor = allocate(Shape.of(sizes));
    fill(tensor, 0);
    return tensor;
  }

  /**
   * A new tensor with given contents.
   *
   * @param values the elements in row-major order; copied
   * @param sizes its sizes
   * @return the tensor
   */
  default Tensor tensor(float[] values, int... sizes) {
    Tensor tensor = allocate(Shape.of(sizes));
    write(tensor, values);
    return tensor;
  }

  /**
   * A copy of a tensor's contents.
   *
   * @param tensor read
   * @return its elements in row-major order
   */
  default float[] toArray(Tensor tensor) {
    float[] values = new float[tensor.shape().elements()];
    read(tensor, values);
    return values;
  }
}
