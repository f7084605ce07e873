package dev.carousel.spark;

import dev.carousel.plugin.Plugin;
import dev.carousel.train.Task;

/** Contributes a task in which something goes wrong. */
public final class FaultyModule extends Plugin {
  /** The module. */
  public FaultyModule() {
    super("faulty");
  }

  @Override
  protected void configure() {
    contribute(Task.class, "faulty", new Faulty(Faulty.Fault.NONE));
  }
}
