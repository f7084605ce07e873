package dev.carousel.cell;

/**
 * A buffer of a pass over a sequence, with the rule by which its rows belong to a time step.
 *
 * @param buffer which buffer
 * @param index which of several of that kind (a state, a group of products), else 0
 * @param rows which rows belong to a step
 * @param width its columns, {@link dev.carousel.expression.Expression#INPUT_WIDTH} for as many as
 *     the input has
 */
record View(Buffer buffer, int index, RowRule rows, int width) {
  enum Buffer {
    /** The input. */
    INPUT,
    /** What is made from the input before it is multiplied. */
    INPUT_OPERANDS,
    /** A sum of products. */
    PRODUCTS,
    /** The trainable vectors. */
    VECTORS,
    /** A mask. */
    MASKS,
    /** A state: the rows of every step, then B initial rows. */
    STATE,
    /** A value that is kept for the adjoint or multiplied with a weight. */
    SAVED,
    /** The outputs of all steps. */
    OUTPUT,
    /** ∂L/∂y of all steps. */
    OUTPUT_ADJOINT,
    /** A state's carry, coming into this step. */
    CARRY,
    /** A state's carry, going to the step before. */
    NEXT_CARRY,
    /** ∂L/∂x of all steps. */
    INPUT_GRADIENT,
    /** What comes back through products with something that was made from the input. */
    INPUT_BACK_PROJECTION,
    /** The adjoint of a product, of all steps. */
    PRODUCT_ADJOINTS,
    /** What comes back through a group's products at this step. */
    BACK_PROJECTION,
    /** An adjoint that is summed after the last step. */
    SAVED_ADJOINTS,
    /** The gradients of the trainable vectors. */
    VECTOR_GRADIENTS
  }

  enum RowRule {
    /** The step's packed rows. */
    PACKED,
    /** In the buffer of a state, the rows of the step before. */
    PREVIOUS,
    /** In the buffer of a state, the step's own. */
    NEXT,
    /** The same rows at every step, one a sequence. */
    BATCH,
    /** Such rows for each of the few steps for which products of the input are computed at once. */
    WINDOW,
    /** One row for all. */
    SHARED
  }

  /** How many rows there are. */
  int rowCount(Packing packing) {
    return switch (rows) {
      case PACKED -> packing.total();
      case PREVIOUS, NEXT -> packing.total() + packing.rows();
      case BATCH -> packing.rows();
      case WINDOW -> Math.min(packing.stride(), packing.steps()) * packing.rows();
      case SHARED -> 1;
    };
  }

  /** The first row, in this view, of sorted sequence {@code from} at a step. */
  int firstRow(Packing packing, int step, int from) {
    return switch (rows) {
      case PACKED, NEXT -> packing.start(step) + from;
      case PREVIOUS -> packing.previousStart(step) + from;
      case BATCH -> from;
      case WINDOW -> step % packing.stride() * packing.rows() + from;
      case SHARED -> 0;
    };
  }
}
