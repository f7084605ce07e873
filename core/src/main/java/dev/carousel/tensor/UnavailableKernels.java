package dev.carousel.tensor;

/**
 * Says that kernels are installed but cannot be used here. A plug-in contributes it under the
 * kernels' name in their stead, so that whoever falls back on others can tell why.
 *
 * @param reason what is missing and how to get it, as the end of a sentence
 */
public record UnavailableKernels(String reason) {}
