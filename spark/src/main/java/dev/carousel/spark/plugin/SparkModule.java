package dev.carousel.spark.plugin;

import dev.carousel.experiment.trial.TrialPools;
import dev.carousel.plugin.Plugin;
import dev.carousel.spark.SparkPools;

/** Contributes Apache Spark as a place to run trials. */
public final class SparkModule extends Plugin {
  /** The module. */
  public SparkModule() {
    super("spark");
  }

  @Override
  protected void configure() {
    contribute(TrialPools.class, "spark", new SparkPools());
  }
}
