/**
 * The RNN, GRU and LSTM operators of the ONNX standard, opsets 14 to 22, as cells with every
 * attribute; their tensors; their execution; and the way back, from any cell's equations to the
 * operator that computes them.
 */
package dev.carousel.interop.onnx.recurrence;
