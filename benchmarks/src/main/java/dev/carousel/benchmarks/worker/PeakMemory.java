package dev.carousel.benchmarks.worker;

/**
 * The memory of a process that trains, resident, in kibibytes.
 *
 * @param cell the cell
 * @param shape B,T,I,H
 * @param engine the system
 * @param base before the model is made, with the system loaded and used once
 * @param peak the largest since
 */
public record PeakMemory(String cell, String shape, String engine, long base, long peak) {
  /**
   * What the training took beyond the loaded system.
   *
   * @return kibibytes
   */
  public long beyondBase() {
    return peak - base;
  }
}
