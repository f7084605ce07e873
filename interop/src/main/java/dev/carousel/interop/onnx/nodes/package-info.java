/** Graphs while they are put together: nodes, constants, names, and formulas as nodes. */
package dev.carousel.interop.onnx.nodes;
