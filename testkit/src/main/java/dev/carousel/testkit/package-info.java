/**
 * Contract tests for those who write cells or kernels: extend {@link
 * dev.carousel.testkit.CellContract} or {@link dev.carousel.testkit.KernelsContract}, name what is
 * to be tested, done.
 */
package dev.carousel.testkit;
