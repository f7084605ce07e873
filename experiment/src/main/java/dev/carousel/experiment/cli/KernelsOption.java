package dev.carousel.experiment.cli;

import picocli.CommandLine.Option;

/** The option that says what computes. */
final class KernelsOption {
  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      defaultValue = KernelChoice.AUTO,
      description = "What computes: auto (the default), ejml, or any that a plug-in brings.")
  private String kernels;

  KernelChoice choice(Session session) {
    return KernelChoice.of(session.names(), kernels);
  }
}
