package dev.carousel.interop.onnx.run;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Functions;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.recurrence.Activation;
import dev.carousel.interop.onnx.recurrence.ActivationFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The operators that can be run: those of the standard that recurrent networks are made of. */
enum KnownOperator {
  ABS("Abs", node -> Elementwise.of(node, Functions::abs, Math::abs)),
  ADD("Add", node -> Arithmetic.ofTwo(node, Expression::plus, Long::sum)),
  AND("And", node -> Comparison.ofTruths(node, (a, b) -> a && b)),
  ARG_MAX("ArgMax", ArgMax::new),
  CAST("Cast", Cast::new),
  CONCAT("Concat", Concat::new),
  CONSTANT("Constant", Constant::new),
  CONSTANT_OF_SHAPE("ConstantOfShape", ConstantOfShape::new),
  DIV("Div", node -> Arithmetic.ofTwo(node, Expression::dividedBy, Arithmetic::quotient)),
  DROPOUT("Dropout", Dropout::new),
  ELU("Elu", activation(ActivationFunction.ELU)),
  EQUAL(
      "Equal",
      node -> Comparison.ofAll(node, (a, b) -> a == b, (a, b) -> a == b, (a, b) -> a == b)),
  EXP("Exp", node -> Elementwise.of(node, Functions::exp)),
  EXPAND("Expand", Expand::new),
  FLATTEN("Flatten", Flatten::new),
  GATHER("Gather", Gather::new),
  GEMM("Gemm", Gemm::new),
  GREATER("Greater", node -> Comparison.ofNumbers(node, (a, b) -> a > b, (a, b) -> a > b)),
  GREATER_OR_EQUAL(
      "GreaterOrEqual", node -> Comparison.ofNumbers(node, (a, b) -> a >= b, (a, b) -> a >= b)),
  GRU("GRU", Recurrence::new),
  HARD_SIGMOID("HardSigmoid", activation(ActivationFunction.HARD_SIGMOID)),
  IDENTITY("Identity", node -> same(node.requires(1, 1, 1))),
  LEAKY_RELU("LeakyRelu", activation(ActivationFunction.LEAKY_RELU)),
  LESS("Less", node -> Comparison.ofNumbers(node, (a, b) -> a < b, (a, b) -> a < b)),
  LESS_OR_EQUAL(
      "LessOrEqual", node -> Comparison.ofNumbers(node, (a, b) -> a <= b, (a, b) -> a <= b)),
  LOG("Log", node -> Elementwise.of(node, Functions::log)),
  LOG_SOFTMAX("LogSoftmax", node -> new Softmax(node, true)),
  LSTM("LSTM", Recurrence::new),
  MAT_MUL("MatMul", MatMul::new),
  MAX("Max", node -> Arithmetic.ofSeveral(node, Functions::max, Math::max)),
  MIN("Min", node -> Arithmetic.ofSeveral(node, Functions::min, Math::min)),
  MUL("Mul", node -> Arithmetic.ofTwo(node, Expression::times, (a, b) -> a * b)),
  NEG("Neg", node -> Elementwise.of(node, Expression::negated, a -> -a)),
  NOT("Not", Not::new),
  OR("Or", node -> Comparison.ofTruths(node, (a, b) -> a || b)),
  POW("Pow", Power::new),
  RANGE("Range", Range::new),
  REDUCE_MAX("ReduceMax", node -> new Reduction(node, Reduction.Kind.MAX)),
  REDUCE_MEAN("ReduceMean", node -> new Reduction(node, Reduction.Kind.MEAN)),
  REDUCE_MIN("ReduceMin", node -> new Reduction(node, Reduction.Kind.MIN)),
  REDUCE_SUM("ReduceSum", node -> new Reduction(node, Reduction.Kind.SUM)),
  RELU("Relu", activation(ActivationFunction.RELU)),
  RESHAPE("Reshape", Reshape::new),
  RNN("RNN", Recurrence::new),
  SCAN("Scan", Scan::new),
  SHAPE("Shape", ShapeOf::new),
  SIGMOID("Sigmoid", activation(ActivationFunction.SIGMOID)),
  SLICE("Slice", Slice::new),
  SOFTMAX("Softmax", node -> new Softmax(node, false)),
  SOFTPLUS("Softplus", activation(ActivationFunction.SOFTPLUS)),
  SOFTSIGN("Softsign", activation(ActivationFunction.SOFTSIGN)),
  SPLIT("Split", Split::new),
  SQRT("Sqrt", node -> Elementwise.of(node, Functions::sqrt)),
  SQUEEZE("Squeeze", Squeeze::new),
  SUB("Sub", node -> Arithmetic.ofTwo(node, Expression::minus, (a, b) -> a - b)),
  TANH("Tanh", activation(ActivationFunction.TANH)),
  TRANSPOSE("Transpose", Transpose::new),
  UNSQUEEZE("Unsqueeze", Unsqueeze::new),
  WHERE("Where", Where::new);

  private final String text;
  private final Function<NodeReader, Operator> reading;

  KnownOperator(String text, Function<NodeReader, Operator> reading) {
    this.text = text;
    this.reading = reading;
  }

  /** The operator's name in the standard. */
  String text() {
    return text;
  }

  /** The operator of a node, if it is known. */
  static Optional<KnownOperator> of(OnnxNode node) {
    return Arrays.stream(values())
        .filter(known -> node.domain().isEmpty() && known.text.equals(node.operator()))
        .findFirst();
  }

  /**
   * What a node of a known operator computes.
   *
   * @throws IllegalArgumentException if it is not such as the operator takes; the message names it
   */
  static Operator read(NodeReader node) {
    Operator operator = of(node.node()).orElseThrow().reading.apply(node);
    node.requireNoOthers();
    return operator;
  }

  private static Operator same(NodeReader node) {
    return (inputs, budget) -> List.of(inputs.any(0));
  }

  /** The operator with the numbers of its attributes, where it takes any. */
  private static Function<NodeReader, Operator> activation(ActivationFunction function) {
    return node -> {
      Activation usual = Activation.of(function);
      double alpha = function.takesAlpha() ? node.number("alpha", (float) usual.alpha()) : 0;
      double beta = function.takesBeta() ? node.number("beta", (float) usual.beta()) : 0;
      if (!Double.isFinite(alpha + beta)) {
        throw node.refused("attributes alpha and beta must be finite");
      }
      Activation activation = new Activation(function, alpha, beta);
      return Elementwise.of(node, activation::of);
    };
  }
}
