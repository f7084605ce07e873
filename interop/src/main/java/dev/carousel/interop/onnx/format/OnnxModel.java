package dev.carousel.interop.onnx.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model whose names fit together: ModelProto.
 *
 * @param irVersion the version of the messages, 3 to 13
 * @param operatorSets the version of each domain's operators; of the standard's own, whose domain
 *     is empty, 14 to 26
 * @param producerName who wrote the file; may be empty
 * @param producerVersion which version of it; may be empty
 * @param graph what is computed
 * @param metadata free text by key
 * @param documentation for people; empty if there is none
 */
public record OnnxModel(
    int irVersion,
    Map<String, Long> operatorSets,
    String producerName,
    String producerVersion,
    OnnxGraph graph,
    Map<String, String> metadata,
    String documentation) {
  private static final String OWN_DOMAIN = "ai.onnx";
  private static final int OLDEST_IR = 3;
  private static final int NEWEST_IR = 13;
  private static final int OLDEST_OPERATORS = 14;
  private static final int NEWEST_OPERATORS = 26;

  /**
   * Checks the model and copies the maps.
   *
   * <p>Checked are the versions and the standard's rules on names: every name is defined once, in a
   * nested graph other than around it, and before it is used; the main graph's inputs and outputs
   * have types; every node's domain is among the operator sets; graphs are nested at most {@value
   * GraphCheck#DEEPEST} deep.
   *
   * @throws IllegalArgumentException if a rule is broken; the message names the node
   */
  public OnnxModel {
    requireIrVersion(irVersion);
    operatorSets = ofOneName(operatorSets);
    Long operators = operatorSets.get("");
    if (operators == null) {
      throw new IllegalArgumentException(
          "the model imports no version of the standard's operators; expected one of %d to %d"
              .formatted(OLDEST_OPERATORS, NEWEST_OPERATORS));
    }
    if (operators < OLDEST_OPERATORS || operators > NEWEST_OPERATORS) {
      throw new IllegalArgumentException(
          ("version %d of the standard's operators (opset) is not supported; %d to %d are, so"
                  + " convert the model with onnx.version_converter")
              .formatted(operators, OLDEST_OPERATORS, NEWEST_OPERATORS));
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    new GraphCheck(operatorSets.keySet()).check(graph);
  }

  /** Refuses versions whose messages may mean something else. */
  static void requireIrVersion(long version) {
    if (version < OLDEST_IR || version > NEWEST_IR) {
      throw new IllegalArgumentException(
          "version %d of ONNX's messages (IR) is not supported; %d to %d are"
              .formatted(version, OLDEST_IR, NEWEST_IR));
    }
  }

  /** The standard's own domain has two names, of which one is empty. */
  static String domainOf(String name) {
    return name.equals(OWN_DOMAIN) ? "" : name;
  }

  private static Map<String, Long> ofOneName(Map<String, Long> operatorSets) {
    Map<String, Long> renamed = new LinkedHashMap<>();
    operatorSets.forEach(
        (domain, version) -> {
          if (renamed.put(domainOf(domain), version) != null) {
            throw new IllegalArgumentException("the standard's operators are imported twice");
          }
        });
    return Collections.unmodifiableMap(renamed);
  }

  /**
   * The version of the standard's own operators, which says what they mean.
   *
   * @return 14 to 26
   */
  public int operatorSet() {
    return Math.toIntExact(operatorSets.get(""));
  }
}
