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
   * The same kernels on some threads. Tensors of either can be handed to the other.
   *
   * @param workers the threads
   * @return kernels that share their work with these threads
   */
  Kernels on(Workers workers);

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
   * Memory for a packed matrix, with unspecified contents.
   *
   * @param rows its rows
   * @param columns its columns
   * @return the packed matrix, to be written by {@link #pack(Tensor, int, boolean, PackedMatrix)}
   */
  PackedMatrix allocatePacked(int rows, int columns);

  /**
   * Packs some rows of a matrix for use as a right-hand side.
   *
   * @param matrix where they are
   * @param firstRow the first of them; as many are taken as {@code into} has rows or, transposed,
   *     columns
   * @param transposed whether the products are with their transpose
   * @param into written
   * @throws ShapeException if there are no such rows, or the matrix is not as wide as {@code into}
   *     has columns or, transposed, rows
   */
  void pack(Tensor matrix, int firstRow, boolean transposed, PackedMatrix into);

  /**
   * C = A B plus an addend, for whole rows.
   *
   * @param a the tensor that holds A, as wide as B has rows
   * @param aRow A's first row
   * @param b the right-hand side
   * @param addend what is added
   * @param c the tensor that holds C, written, as wide as B has columns
   * @param cRow C's first row
   * @param rows the number of rows of A and C
   */
  void product(Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows);

  /**
   * C += Aᵀ B for several products over the same ranges of rows of their A. C's rows may be shared
   * by the process's threads.
   *
   * @param products what to add to what
   * @param aRows where each range begins in every A
   * @param counts how many rows each range has
   * @throws ShapeException if the shapes do not go together
   */
  void addOuterProducts(OuterProduct[] products, int[] aRows, int[] counts);

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
   * Copies the patches of some frames, zeros where they reach beyond a frame.
   *
   * @param frames [any, numbers of a frame]
   * @param firstFrame the first of those frames; as many are read as {@code patches} has room for
   * @param grid where the patches lie on a frame
   * @param patches [frames · patches of a frame, numbers of a patch], written
   * @throws ShapeException if the shapes do not go together
   */
  void takePatches(Tensor frames, int firstFrame, PatchGrid grid, Tensor patches);

  /**
   * Adds patches to the frames where they lie; what is beyond a frame is dropped. Where patches
   * overlap, they are added in order.
   *
   * @param patches [frames · patches of a frame, numbers of a patch]
   * @param grid where the patches lie on a frame
   * @param frames [any, numbers of a frame], added to
   * @param firstFrame the first of the frames that the patches are of
   * @throws ShapeException if the shapes do not go together
   */
  void addPatches(Tensor patches, PatchGrid grid, Tensor frames, int firstFrame);

  /**
   * The largest number of each channel in each patch. What is beyond a frame does not count; NaN is
   * larger than any number.
   *
   * @param frames [any, numbers of a frame]
   * @param grid where the patches lie on a frame
   * @param largest [rows of frames, patches of a frame · channels], written
   * @param places written: for each element of {@code largest}, in row-major order, which element
   *     of {@code frames} it is, the first of equal ones
   * @throws ShapeException if the shapes do not go together
   */
  void maxOfPatches(Tensor frames, PatchGrid grid, Tensor largest, int[] places);

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
   * @param factor what the gradient is multiplied by
   * @param gradient [rows, classes], written: (softmax(logits) - onehot(target)) times the factor,
   *     zeros for rows that do not count
   * @return the sum over rows that count of -log softmax(logits)[target], in nats
   * @throws IllegalArgumentException if a target is outside the classes
   */
  double softmaxCrossEntropy(Tensor logits, int[] targets, float factor, Tensor gradient);

  /**
   * Softmax over the beginning of each row.
   *
   * @param logits [rows, columns]; what is beyond a row's count may hold anything
   * @param counts how many elements of each row take part, each 1 to columns
   * @param result [rows, columns], written: in row i element j is exp(logits[i, j]) / Σ
   *     exp(logits[i, k]) over k below counts[i], and 0 from there on
   * @throws IllegalArgumentException if a count is impossible
   */
  void softmax(Tensor logits, int[] counts, Tensor result);

  /**
   * Fills a tensor with random numbers that are 0 with some probability and otherwise one value, 1
   * / (1 - rate) for inverted dropout. Element i depends on the seed and i alone: it is 0 where the
   * upper 24 bits of {@code RandomStream.mix(seed + i * 0x9E3779B97F4A7C15L)}, as a fraction of
   * 2^24, are below the rate.
   *
   * @param mask written
   * @param rate the probability of 0, at least 0 and below 1
   * @param kept the value of the others, above 0
   * @param seed which mask
   */
  void dropoutMask(Tensor mask, double rate, float kept, long seed);

  /**
   * Does work on rows 0 to {@code rows}, possibly as several ranges at once on these kernels'
   * threads. Returns when all is done.
   *
   * @param rows how many rows
   * @param work the work on a range
   */
  void overRows(int rows, RowRange work);

  /**
   * C += Aᵀ B over all rows.
   *
   * @param a [rows, any]
   * @param b [rows, any]
   * @param c [columns of A, columns of B], added to
   */
  default void addOuterProduct(Tensor a, Tensor b, Tensor c) {
    int[] first = {0};
    OuterProduct[] products = {new OuterProduct(a, b, first, c, 0)};
    addOuterProducts(products, first, new int[] {a.rows()});
  }

  /**
   * Packs a whole matrix.
   *
   * @param matrix [rows, columns]
   * @param transposed whether the products are with its transpose
   * @return the packed matrix, [rows, columns] or, transposed, [columns, rows]
   */
  default PackedMatrix pack(Tensor matrix, boolean transposed) {
    PackedMatrix packed =
        transposed
            ? allocatePacked(matrix.columns(), matrix.rows())
            : allocatePacked(matrix.rows(), matrix.columns());
    pack(matrix, 0, transposed, packed);
    return packed;
  }

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
