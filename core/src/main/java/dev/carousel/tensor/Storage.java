package dev.carousel.tensor;

/**
 * Where a tensor's numbers are kept. Only the kernels that made a storage look inside; to everyone
 * else it is opaque, so that kernels of a device with a memory of its own can be added without
 * changing a caller.
 */
public interface Storage {}
