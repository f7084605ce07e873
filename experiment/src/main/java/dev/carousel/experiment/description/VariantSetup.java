package dev.carousel.experiment.description;

import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.train.Training;

/**
 * A variant with everything filled in: the base experiment's parts after the variant's changes.
 *
 * @param name the variant's name
 * @param cell the name of its cell's type, such as "lstm"
 * @param task what is learnt
 * @param model what learns it
 * @param training how
 */
public record VariantSetup(
    String name, String cell, Task task, Architecture model, Training training) {}
