package dev.carousel.tensor;

/** Kernels that hand everything on to others; made to change one thing. */
public abstract class WrappedKernels implements Kernels {
  private final Kernels kernels;

  /**
   * Kernels over others.
   *
   * @param kernels do the work
   */
  protected WrappedKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /** The wrapped kernels on those threads; what is changed here is lost. */
  @Override
  public Kernels on(Workers workers) {
    return kernels.on(workers);
  }

  @Override
  public String name() {
    return kernels.name();
  }

  @Override
  public Tensor allocate(Shape shape) {
    return kernels.allocate(shape);
  }

  @Override
  public void fill(Tensor tensor, float value) {
    kernels.fill(tensor, value);
  }

  @Override
  public void write(Tensor tensor, float[] values) {
    kernels.write(tensor, values);
  }

  @Override
  public void read(Tensor tensor, float[] into) {
    kernels.read(tensor, into);
  }

  @Override
  public PackedMatrix allocatePacked(int rows, int columns) {
    return kernels.allocatePacked(rows, columns);
  }

  @Override
  public void pack(Tensor matrix, int firstRow, boolean transposed, PackedMatrix into) {
    kernels.pack(matrix, firstRow, transposed, into);
  }

  @Override
  public void product(
      Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
    kernels.product(a, aRow, b, addend, c, cRow, rows);
  }

  @Override
  public void addOuterProducts(OuterProduct[] products, int[] aRows, int[] counts) {
    kernels.addOuterProducts(products, aRows, counts);
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    return kernels.compile(program);
  }

  @Override
  public void copy(
      Tensor source,
      int sourceRow,
      int sourceColumn,
      Tensor target,
      int targetRow,
      int targetColumn,
      int rows,
      int columns,
      boolean accumulate) {
    kernels.copy(
        source,
        sourceRow,
        sourceColumn,
        target,
        targetRow,
        targetColumn,
        rows,
        columns,
        accumulate);
  }

  @Override
  public void gatherRows(Tensor source, int[] index, Tensor target) {
    kernels.gatherRows(source, index, target);
  }

  @Override
  public void scatterAddRows(Tensor source, int[] index, Tensor target) {
    kernels.scatterAddRows(source, index, target);
  }

  @Override
  public void takePatches(Tensor frames, int firstFrame, PatchGrid grid, Tensor patches) {
    kernels.takePatches(frames, firstFrame, grid, patches);
  }

  @Override
  public void addPatches(Tensor patches, PatchGrid grid, Tensor frames, int firstFrame) {
    kernels.addPatches(patches, grid, frames, firstFrame);
  }

  @Override
  public void maxOfPatches(Tensor frames, PatchGrid grid, Tensor largest, int[] places) {
    kernels.maxOfPatches(frames, grid, largest, places);
  }

  @Override
  public double sum(Tensor tensor) {
    return kernels.sum(tensor);
  }

  @Override
  public double sumOfSquares(Tensor tensor) {
    return kernels.sumOfSquares(tensor);
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, int[] targets, float factor, Tensor gradient) {
    return kernels.softmaxCrossEntropy(logits, targets, factor, gradient);
  }

  @Override
  public void softmax(Tensor logits, int[] counts, Tensor result) {
    kernels.softmax(logits, counts, result);
  }

  @Override
  public void dropoutMask(Tensor mask, double rate, float kept, long seed) {
    kernels.dropoutMask(mask, rate, kept, seed);
  }

  @Override
  public void overRows(int rows, RowRange work) {
    kernels.overRows(rows, work);
  }
}
