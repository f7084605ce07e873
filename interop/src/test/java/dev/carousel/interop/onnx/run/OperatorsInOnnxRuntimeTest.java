package dev.carousel.interop.onnx.run;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Every operator beside ONNX Runtime, in every opset, with shapes that may have axes of no or of
 * one element, and inputs that are known when the model is loaded or only when it runs.
 */
class OperatorsInOnnxRuntimeTest {
  private static final Set<KnownOperator> ELSEWHERE =
      Set.of(KnownOperator.RNN, KnownOperator.GRU, KnownOperator.LSTM, KnownOperator.SCAN);

  @Provide
  Arbitrary<KnownOperator> operators() {
    return Arbitraries.of(
        Arrays.stream(KnownOperator.values()).filter(each -> !ELSEWHERE.contains(each)).toList());
  }

  @Property(tries = 2500, edgeCases = EdgeCasesMode.NONE)
  void bothComputeTheSame(@ForAll("operators") KnownOperator operator, @ForAll long seed)
      throws OrtException {
    OneNode node = RandomNodes.of(operator, seed);
    try {
      Closeness.requireClose(
          node.toString(), InOnnxRuntime.run(node.model(), node.given()), node.run());
    } catch (OrtException e) {
      // It has not implemented every operator for every type.
      Assume.that(e.getCode() != OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED);
      throw new AssertionError(node + ": " + e.getMessage(), e);
    }
  }
}
