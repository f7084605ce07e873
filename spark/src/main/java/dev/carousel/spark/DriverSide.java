package dev.carousel.spark;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The driver's end of the channel to executors. */
final class DriverSide implements DriverPlugin {
  /**
   * Who answers. Spark makes plug-ins by the name of their class, and has one context in a process,
   * so this is the only way to reach the one that it makes.
   */
  private static final AtomicReference<UnaryOperator<Message>> NEXT = new AtomicReference<>();

  private UnaryOperator<Message> receiver;

  /**
   * Says who answers what executors tell the context that is made next.
   *
   * @param receiver called by one thread at a time
   */
  static void answeredBy(UnaryOperator<Message> receiver) {
    NEXT.set(receiver);
  }

  @Override
  public Map<String, String> init(SparkContext context, PluginContext channel) {
    receiver = NEXT.getAndSet(null);
    return Map.of();
  }

  @Override
  public Object receive(Object message) {
    return receiver.apply(Message.read((byte[]) message)).bytes();
  }
}
