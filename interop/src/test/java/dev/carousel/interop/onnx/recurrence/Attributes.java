package dev.carousel.interop.onnx.recurrence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class Attributes {
  private Attributes() {}

  static Map<String, Object> of(RecurrentOperator operator) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    OnnxCell cell = operator.cell();
    attributes.put("direction", operator.direction().text());
    attributes.put("hidden_size", (long) cell.units());
    List<String> names = new ArrayList<>();
    List<Float> alphas = new ArrayList<>();
    List<Float> betas = new ArrayList<>();
    for (OnnxCell way : operator.cells()) {
      for (Activation activation : way.activations()) {
        names.add(activation.function().text());
        if (activation.function().takesAlpha()) {
          alphas.add((float) activation.alpha());
        }
        if (activation.function().takesBeta()) {
          betas.add((float) activation.beta());
        }
      }
    }
    attributes.put("activations", names);
    if (!alphas.isEmpty()) {
      attributes.put("activation_alpha", alphas);
    }
    if (!betas.isEmpty()) {
      attributes.put("activation_beta", betas);
    }
    cell.clip().ifPresent(clip -> attributes.put("clip", (float) clip));
    if (operator.layout() == Layout.SEQUENCES_FIRST) {
      attributes.put("layout", 1L);
    }
    if (cell instanceof OnnxGru gru && gru.linearBeforeReset()) {
      attributes.put("linear_before_reset", 1L);
    }
    if (cell instanceof OnnxLstm lstm && lstm.inputForget()) {
      attributes.put("input_forget", 1L);
    }
    return attributes;
  }
}
