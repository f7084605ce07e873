/**
 * ONNX models at work: what the operators of recurrent networks compute, on Carousel's kernels.
 *
 * <p>A model is taken to come from a stranger. When it is loaded, every operator and attribute is
 * checked; what it computes is bounded by {@link dev.carousel.interop.onnx.run.OnnxLimits}, before
 * memory is taken and before work is done.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">the operators</a>
 */
package dev.carousel.interop.onnx.run;
