package dev.carousel.benchmarks.worker;

import dev.carousel.benchmarks.deeplearning4j.Deeplearning4jEngine;
import dev.carousel.benchmarks.engine.Engine;
import dev.carousel.benchmarks.libtorch.Libtorch;
import dev.carousel.benchmarks.libtorch.LibtorchEngine;
import dev.carousel.benchmarks.onnx.OnnxRuntimeEngine;
import java.util.Locale;

/** The systems that Carousel is compared with. */
public enum Peer {
  /** libtorch through DJL. */
  LIBTORCH,
  /** ONNX Runtime. */
  ONNXRUNTIME,
  /** Deeplearning4j on nd4j-native. */
  DEEPLEARNING4J;

  /**
   * The name in options and reports.
   *
   * @return such as "libtorch"
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a peer.
   *
   * @param label its name in options
   * @return the peer
   * @throws IllegalArgumentException if there is none
   */
  public static Peer parse(String label) {
    for (Peer peer : values()) {
      if (peer.label().equals(label.strip())) {
        return peer;
      }
    }
    throw new IllegalArgumentException(
        "no peer '" + label + "'; there are libtorch, onnxruntime, deeplearning4j");
  }

  /**
   * Loads the system into this process.
   *
   * @param threads how many threads it may use
   * @return the system
   */
  Engine open(int threads) {
    return switch (this) {
      case LIBTORCH -> new LibtorchEngine(new Libtorch(threads));
      case ONNXRUNTIME -> new OnnxRuntimeEngine(threads);
      case DEEPLEARNING4J -> new Deeplearning4jEngine();
    };
  }
}
