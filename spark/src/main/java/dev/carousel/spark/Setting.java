package dev.carousel.spark;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is common to all trials of a run.
 *
 * @param experiment its name
 * @param seed decides what is random about the data
 * @param kernels the name of the kernels that the driver computes with
 * @param data the data files
 */
record Setting(String experiment, long seed, String kernels, DataShipment data) {
  byte[] bytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment);
    json.put("seed", seed).put("kernels", kernels).set("data", data.json());
    return Message.of(json).bytes();
  }

  static Setting read(byte[] bytes) {
    var json = Message.read(bytes).head();
    return new Setting(
        json.required("experiment").stringValue(),
        json.required("seed").longValue(),
        json.required("kernels").stringValue(),
        DataShipment.read(json.required("data")));
  }
}
