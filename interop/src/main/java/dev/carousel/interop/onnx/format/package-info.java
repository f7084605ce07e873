/**
 * ONNX files as plain records, read and written by the field numbers of the standard. Nothing here
 * knows what an operator means.
 *
 * <p>The records hold what inference needs. Left out when a file is read, because no result depends
 * on it: types of values between nodes, quantization annotations, training information, placement
 * on devices, documentation and metadata of the smaller parts. What a result would depend on and is
 * not supported is refused: functions, sparse and external tensors, values that are not tensors,
 * and other element types.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">the messages</a>
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">what they mean</a>
 */
package dev.carousel.interop.onnx.format;
