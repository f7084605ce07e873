package dev.carousel.interop.onnx.run;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.format.Quoted;
import dev.carousel.serve.Request;
import dev.carousel.serve.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers requests with a program: {@code {"inputs": {NAME: VALUE, …}}} with {@code {"outputs":
 * {NAME: VALUE, …}}}. A value is a number or truth value, or a list of values for each axis. Each
 * request is a run of its own.
 */
public final class OnnxService implements Service {
  private static final String INPUTS = "inputs";

  private final OnnxProgram program;

  /**
   * A service.
   *
   * @param program the model
   */
  public OnnxService(OnnxProgram program) {
    this.program = program;
  }

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    List<Map<String, Object>> replies = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      replies.add(Map.of("outputs", outputs(program.run(inputs(request)))));
    }
    return replies;
  }

  private Map<String, Value> inputs(Map<String, Object> request) {
    Request strict = new Request(request).reading(INPUTS);
    if (!strict.has(INPUTS) || !(request.get(INPUTS) instanceof Map<?, ?> given)) {
      throw new InvalidDataException(
          "expected an object under 'inputs', with a value for each input of the model");
    }
    Map<String, Value> inputs = new LinkedHashMap<>();
    for (OnnxValue input : program.inputs()) {
      if (given.containsKey(input.name())) {
        try {
          inputs.put(
              input.name(), NestedLists.value(given.get(input.name()), input.type().orElseThrow()));
        } catch (IllegalArgumentException e) {
          throw new InvalidDataException(
              "input %s: %s".formatted(Quoted.of(input.name()), e.getMessage()), e);
        }
      }
    }
    for (Object name : given.keySet()) {
      if (!inputs.containsKey((String) name)) {
        throw program.unknownInput((String) name);
      }
    }
    return inputs;
  }

  private static Map<String, Object> outputs(Map<String, Value> values) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          try {
            outputs.put(name, NestedLists.of(value));
          } catch (IllegalArgumentException e) {
            throw new InvalidDataException(
                "output %s: %s".formatted(Quoted.of(name), e.getMessage()), e);
          }
        });
    return outputs;
  }
}
