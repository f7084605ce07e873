package dev.carousel.experiment.cli;

import dev.carousel.plugin.NamedTypes;
import dev.carousel.train.Trainer;
import java.io.PrintStream;
import java.util.Map;

/**
 * What commands work with.
 *
 * @param names the types that experiments may name
 * @param trainer fits models
 * @param in where requests are read
 * @param out where results are printed
 * @param err where progress and errors are printed
 * @param environment the process's variables
 */
public record Session(
    NamedTypes names,
    Trainer trainer,
    StandardInput in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment) {}
