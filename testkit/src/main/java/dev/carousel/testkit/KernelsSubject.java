package dev.carousel.testkit;

/** One subject of {@link KernelsContract}: tests that share nothing but the bench. */
interface KernelsSubject {
  /**
   * What a test works with.
   *
   * @return one bench for every run of a test, made before it
   */
  KernelsBench bench();
}
