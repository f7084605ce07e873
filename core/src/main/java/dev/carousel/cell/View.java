package dev.carousel.cell;

/**
 * A buffer of a pass over a sequence, with the rule by which its rows belong to a time step.
 *
 * @param buffer which buffer
 * @param index which of several of that kind (a state, a group of products), else 0
 * @param rows which rows belong to a step
 */
record View(Buffer buffer, int index, RowRule rows) {
  enum Buffer {
    /** A group's products: of all steps if it is that of the input, else of this step. */
    PRODUCTS,
    /** The trainable vectors. */
    VECTORS,
    /** A state: B initial rows, then those of every step. */
    STATE,
    /** Values that are kept for the adjoint or multiplied with a weight. */
    SAVED,
    /** The outputs of all steps. */
    OUTPUT,
    /** ∂L/∂y of all steps. */
    OUTPUT_ADJOINT,
    /** A state's carry, coming into this step. */
    CARRY,
    /** A state's carry, going to the step before. */
    NEXT_CARRY,
    /** A group's adjoints of the products, of all steps. */
    PRODUCT_ADJOINTS,
    /** A group's back-projection at this step. */
    BACK_PROJECTION,
    /** Adjoints that are summed after the last step. */
    SAVED_ADJOINTS,
    /** The gradients of the trainable vectors. */
    VECTOR_GRADIENTS
  }

  enum RowRule {
    /** The step's packed rows. */
    PACKED,
    /** In a block with B initial rows, those of the step before. */
    PREVIOUS,
    /** In a block with B initial rows, the step's own. */
    NEXT,
    /** The same rows at every step, one a sequence. */
    BATCH,
    /** One row for all. */
    SHARED
  }

  /** The first row, in this view, of sorted sequence {@code from} at a step. */
  int firstRow(Packing packing, int step, int from) {
    return switch (rows) {
      case PACKED -> packing.start(step) + from;
      case PREVIOUS -> packing.previousStart(step) + from;
      case NEXT -> packing.rows() + packing.start(step) + from;
      case BATCH -> from;
      case SHARED -> 0;
    };
  }
}
