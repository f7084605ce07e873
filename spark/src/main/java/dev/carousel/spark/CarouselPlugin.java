package dev.carousel.spark;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/** How Spark brings driver and executors together; named in {@code spark.plugins}. */
public final class CarouselPlugin implements SparkPlugin {
  /** A plug-in, made by Spark. */
  public CarouselPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverSide();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorSide();
  }
}
