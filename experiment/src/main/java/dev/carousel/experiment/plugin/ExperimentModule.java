package dev.carousel.experiment.plugin;

import dev.carousel.experiment.description.Distribution;
import dev.carousel.plugin.Plugin;

/** Contributes what experiments can name besides what is trained. */
public final class ExperimentModule extends Plugin {
  /** The module. */
  public ExperimentModule() {
    super("experiment");
  }

  @Override
  protected void configure() {
    contribute(Distribution.class, "choice", new Distribution.Choice(null));
    contribute(Distribution.class, "uniform", new Distribution.Uniform(null, null));
    contribute(Distribution.class, "logUniform", new Distribution.LogUniform(null, null));
    contribute(Distribution.class, "int", new Distribution.WholeNumber(null, null));
  }
}
