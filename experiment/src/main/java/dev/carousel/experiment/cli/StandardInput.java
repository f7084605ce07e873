package dev.carousel.experiment.cli;

import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * What commands read from.
 *
 * @param stream the bytes
 * @param terminal whether someone types them; asked only where it matters
 */
public record StandardInput(InputStream stream, BooleanSupplier terminal) {
  /**
   * The process's own.
   *
   * @return standard input
   */
  public static StandardInput ofProcess() {
    return new StandardInput(System.in, Screen::isStandardInput);
  }
}
