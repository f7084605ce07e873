/** Whole models as graphs of the standard's operators: the way out of Carousel. */
package dev.carousel.interop.onnx.write;
