package dev.carousel.benchmarks.worker;

/**
 * The memory of a process that trains, resident, in kibibytes.
 *
 * @param cell the cell
 * @param shape B,T,I,H
 * @param engine the system
 * @param warmUpPeak the largest until then: while the system is loaded, and the virtual machine
 *     compiles what a small training uses
 * @param base after that, before the model is made
 * @param peak the largest since
 */
public record PeakMemory(
    String cell, String shape, String engine, long warmUpPeak, long base, long peak) {
  /**
   * What the training took beyond the warm system.
   *
   * @return kibibytes
   */
  public long beyondBase() {
    return peak - base;
  }
}
